"""The author's forms: loose where a draft is saved, strict only where `problems()` is asked."""
