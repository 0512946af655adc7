"""What the detectors say, weighed: mask, review or keep, with the reason; and how right that is."""
