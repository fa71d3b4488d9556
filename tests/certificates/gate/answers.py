"""What counts as a no."""

URL = "/access/v1/evaluation"


def says_no(answer) -> bool:
    """A deny with its reasons, or a problem that says what is wrong; never a yes."""
    told = answer.json()
    if answer.status_code in (200, 503):
        return told["decision"] is False and bool(told["context"]["reasons"])
    is_problem = answer["Content-Type"] == "application/problem+json"
    return is_problem and "decision" not in told and bool(told["detail"])
