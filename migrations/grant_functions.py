"""The functions of migration 0010: counts for those who look after accounts and open no files.

They belong to ``quipu_gate`` and tell numbers only, to members of staff only.
"""

from __future__ import annotations

COUNT_NEEDS_TO_KNOW = """
CREATE FUNCTION quipu_count_needs_to_know(users uuid[], offices uuid[]) RETURNS TABLE (user_id uuid, needs bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    SELECT need_to_know.user_id, count(*) FROM need_to_know
    WHERE quipu_kind() IN ('staff', 'owner') AND need_to_know.user_id = ANY (users) AND office_id = ANY (offices)
        AND ended_at IS NULL
    GROUP BY need_to_know.user_id;
END"""

# Restricted cases are left out: that they exist is known to those who need to know.
COUNT_CARRIED_CASES = """
CREATE FUNCTION quipu_count_carried_cases(carrier uuid) RETURNS TABLE (office_id uuid, cases bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
BEGIN ATOMIC
    SELECT "case".office_id, count(*) FROM "case"
    WHERE quipu_kind() IN ('staff', 'owner') AND caseworker_id = carrier AND status <> 'closed' AND NOT is_restricted
    GROUP BY "case".office_id;
END"""

GATE_FUNCTIONS = (COUNT_NEEDS_TO_KNOW, COUNT_CARRIED_CASES)
GATE_SIGNATURES = ("quipu_count_needs_to_know(uuid[], uuid[])", "quipu_count_carried_cases(uuid)")
