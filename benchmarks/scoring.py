"""The scorer of `voices evaluate pseudonyms`, so that benchmarks and users count in one way."""

from voices.privacy.weighing.scoring import QUASI, GoldSpan, GoldText, Score, Share, must_go, read, score

__all__ = ["QUASI", "GoldSpan", "GoldText", "Score", "Share", "must_go", "read", "score"]
