"""In what order the first plan staffs audits: those with the fewest ways first."""

from xinheng.optim.planning.problem import Problem


def sequence(problem: Problem) -> list[int]:
    """Numbers of the audits: few people and few days first, earlier before later ones."""

    def ways(number: int) -> tuple[float, int]:
        audit = problem.audits[number]
        return len(audit.candidates) * len(audit.starts) / audit.team, number

    order = sorted(range(len(problem.audits)), key=ways)
    number = {audit.id: k for k, audit in enumerate(problem.audits)}
    placed: set[int] = set()
    found: list[int] = []
    for one in order:
        chain = []
        step: int | None = one
        while step is not None and step not in placed:
            chain.append(step)
            placed.add(step)
            after = problem.audits[step].after
            step = number[after.audit] if after else None
        found.extend(reversed(chain))
    return found
