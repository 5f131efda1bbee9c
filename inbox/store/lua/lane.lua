-- The lane primitive by itself, for schedules. ARGV: now, verb (wake, claim, keep, release), queue, then
--   wake: lane, due; claim: lease, token; keep: lane, token, lease; release: lane, token, due or ''
local verb, queue = ARGV[2], ARGV[3]
if verb == 'wake' then
  wake(queue, ARGV[4], tonumber(ARGV[5]))
  return 1
elseif verb == 'claim' then
  local lane, next_due = claim(queue, tonumber(ARGV[4]), ARGV[5])
  return { lane or '', next_due or '' }
elseif verb == 'keep' then
  if not holds(queue, ARGV[4], ARGV[5]) then return 0 end
  call('ZADD', p .. 'due:' .. queue, now + tonumber(ARGV[6]), ARGV[4])
  return 1
end
return release(queue, ARGV[4], ARGV[5], tonumber(ARGV[6]))
