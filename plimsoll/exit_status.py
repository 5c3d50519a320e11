"""Texts on the exit status, for the help of each command."""

EXIT_STATUS = (
    "Exit status: 0 without findings; 1 if something was found: a charge without price (gap), "
    "a total over --budget, a violation that fails, an incomplete preview; 2 if the input or the "
    "call is invalid, with one line on standard error; 3 for a fault of Plimsoll."
)
LOOKUP_STATUS = (
    "Exit status: 0; 2 if the input or the call is invalid, with one line on standard error."
)
PLAN_STATUS = (
    "Exit status: 0; 1 if a price is missing or a training job misses its deadline; 2 if the "
    "input or the call is invalid, or no design reaches the objective, with one line on standard "
    "error."
)
REFRESH_STATUS = "Exit status: 0; 1 if a download failed; 2 if the call is invalid."
