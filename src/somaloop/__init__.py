"""somaloop: the body-mind loop of Somatic Symptom Disorder as an executable, evidence-graded model."""

__version__ = "0.1.0"
