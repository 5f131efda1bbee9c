-- How an account stands. ARGV: now, account, state (ok or stopped), why
-- Answers 1 when that is news.
local key, state, why = p .. 'a:' .. ARGV[2], ARGV[3], ARGV[4]
local was = call('HMGET', key, 'state', 'why')
if (was[1] or 'ok') == state and (was[2] or '') == why then return 0 end
call('HSET', key, 'state', state, 'why', why, 'until', 0, 'since', now)
log('account.' .. state, '', ARGV[2], '', why)
return 1
