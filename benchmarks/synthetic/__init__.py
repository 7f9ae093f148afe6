"""Invented country profiles, and questions about them whose answers are known by construction.

    countries.toml, indicators.toml    whom and what the profiles speak of
    seen*.toml, unseen.toml            how it is said and asked; the latter is only for scoring,
                                       seen-a to seen-j were written by other hands
    wording → facts → layouts, questions

The facts are invented: a profile of Niger says nothing about Niger. Never a part of ``corpus/``.
"""
