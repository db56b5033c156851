"""Published studies as data: read them, live them with virtual people, and predict what they found."""

from somaloop.studies.predict import Prediction, predict
from somaloop.studies.read import StudyError, parse_studies, read_studies
from somaloop.studies.shipped import not_expressed, only, shipped_studies, studies_for, study
from somaloop.studies.study import Statistic, Study, StudyArm
from somaloop.studies.use import use_of

__all__ = [
    "Prediction",
    "Statistic",
    "Study",
    "StudyArm",
    "StudyError",
    "not_expressed",
    "only",
    "parse_studies",
    "predict",
    "read_studies",
    "shipped_studies",
    "studies_for",
    "study",
    "use_of",
]
