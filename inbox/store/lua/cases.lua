-- One page of cases, newest first: all of them, those of an account or about a person; perhaps only those that stand in a
-- way, or that a rule opened. How they stand changes, their order does not: so they are looked through, and not shelved.
-- ARGV: now, account ('' for all), person ('' for everybody), number before which to go on ('' from the newest), how many at
--   most, how many are looked through at most, standing, undone, appealed or '', rule or ''
-- Answers {how many there are of the account or person, where to go on ('' when these were the last), number...}
local account, person, after, limit, most, state, rule =
  ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8]

local function fits(number)
  if state == '' and rule == '' then return true end
  local k = call('HMGET', p .. 'k:' .. number, 'r', 'ut')
  if rule ~= '' and k[1] ~= rule then return false end
  if state == 'appealed' then return call('HEXISTS', p .. 'k:' .. number, 'ap') == 1 end
  return state == '' or (state == 'undone') == ((k[2] or '') ~= '')
end

local numbers, total = {}, 0
if person ~= '' then
  local theirs = call('LRANGE', p .. 'kof:' .. person, 0, -1)
  for _, number in ipairs(theirs) do
    if not after or tonumber(number) < after then numbers[#numbers + 1] = number end
  end
  total = #theirs
else
  local shelf = p .. 'q:cases' .. (account ~= '' and '@' .. account or '')
  numbers = call('ZREVRANGEBYSCORE', shelf, after and '(' .. ARGV[4] or '+inf', '-inf', 'LIMIT', 0, most + 1)
  total = call('ZCARD', shelf)
end

local found, looked = {}, 0
while looked < math.min(#numbers, most) and #found < limit do
  looked = looked + 1
  if fits(numbers[looked]) then found[#found + 1] = numbers[looked] end
end
return { total, looked < #numbers and numbers[looked] or '', unpack(found) }
