-- What waits for a person to judge it, worst first.
-- ARGV: now, account ('' for all of them), how many at most
-- Answers {how many there are, flag (JSON)...}
local account, limit = ARGV[2], tonumber(ARGV[3])
local found, total = {}, 0
if account == '' then
  found, total = call('ZREVRANGE', p .. 'flags', 0, limit - 1), call('ZCARD', p .. 'flags')
else
  local theirs = account .. '/'
  for _, name in ipairs(call('ZREVRANGE', p .. 'flags', 0, -1)) do
    if string.sub(name, 1, #theirs) == theirs then
      total = total + 1
      if total <= limit then found[total] = name end
    end
  end
end
local answer = { total }
for _, name in ipairs(found) do
  answer[#answer + 1] = call('HGET', p .. 'flagof', name) or nil
end
return answer
