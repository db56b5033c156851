"""What the answer hangs on: which open quantities move it, and which of them would be worth measuring."""
