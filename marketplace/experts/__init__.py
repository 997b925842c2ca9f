"""The pool of experts: who is in it, how panels are drawn from it, and who must step back."""
