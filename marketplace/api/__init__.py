"""The public interface for programs: what everybody may read, as JSON, by the pages' own rules."""
