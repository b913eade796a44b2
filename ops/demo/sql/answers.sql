-- The steps of the batch's referrals, and the links by which partners answered.
INSERT INTO referral_status_change (id, referral_id, case_id, step, status, actor_kind, changed_by, changed_at)
SELECT pg_temp.demo_id(c * 8, 21), referral_id, case_id, 'draft', 'draft', 'staff', coalesce(caseworker_id, worker_id), sent_at FROM referral_batch
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 1, 21), referral_id, case_id, 'send', 'sent', 'staff', coalesce(caseworker_id, worker_id), sent_at FROM referral_batch
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 2, 21), referral_id, case_id, 'view', 'viewed', 'partner_link', NULL, sent_at + (answered_at - sent_at) * 0.7
FROM referral_batch WHERE status IN ('viewed', 'accepted', 'declined', 'completed')
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 3, 21), referral_id, case_id, 'accept', 'accepted', 'partner_link', NULL, answered_at FROM referral_batch WHERE status IN ('accepted', 'completed')
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 4, 21), referral_id, case_id, 'decline', 'declined', 'partner_link', NULL, answered_at FROM referral_batch WHERE status = 'declined'
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 5, 21), referral_id, case_id, 'complete', 'completed', 'partner_link', NULL, answered_at + interval '1 minute' FROM referral_batch WHERE status = 'completed'
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 6, 21), referral_id, case_id, 'revoke', 'revoked', 'staff', coalesce(caseworker_id, worker_id), answered_at FROM referral_batch WHERE status = 'revoked'
UNION ALL
SELECT pg_temp.demo_id(c * 8 + 7, 21), referral_id, case_id, 'expire', 'expired', 'system', NULL, due_at FROM referral_batch WHERE status = 'expired';

INSERT INTO partner_link (id, referral_id, created_at, expires_at, revoked_at)
SELECT pg_temp.demo_id(c, 22), referral_id, sent_at, sent_at + interval '30 days', CASE WHEN status = 'revoked' THEN answered_at END FROM referral_batch;
