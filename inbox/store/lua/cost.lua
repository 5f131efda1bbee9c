-- Counts what an account's calls cost, of the day and of the month, and tells what stands now.
-- ARGV: now, account, day, month, how many things; for each thing three: its name, the price of one (millionths), how
--   many; then for what is seen: the thing, its price, how many digests, and these. Of them those count that were not seen today.
-- Answers {amount of the day, amount of the month, {thing, how many today}...}.
local KEPT = { day = 40 * 86400, month = 400 * 86400, seen = 2 * 86400 } -- seconds
local account = ARGV[2]
local keys = {
  day = p .. 'cost:' .. account .. ':' .. ARGV[3],
  month = p .. 'cost:' .. account .. ':' .. ARGV[4],
  seen = p .. 'costseen:' .. account .. ':' .. ARGV[3],
}
local AMOUNT = '' -- no thing has an empty name

local function count(thing, price, many)
  if many == 0 then return end
  local amount = string.format('%.0f', price * many)
  call('HINCRBY', keys.day, thing, many)
  call('HINCRBY', keys.day, AMOUNT, amount)
  call('HINCRBY', keys.month, AMOUNT, amount)
  call('EXPIRE', keys.day, KEPT.day)
  call('EXPIRE', keys.month, KEPT.month)
end

local function unseen(digests)
  local new = 0
  for _, digest in ipairs(digests) do new = new + call('SADD', keys.seen, digest) end
  call('EXPIRE', keys.seen, KEPT.seen)
  return new
end

local at = 6
for _ = 1, tonumber(ARGV[5]) do
  count(ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]))
  at = at + 3
end
while at <= #ARGV do
  local many, digests = tonumber(ARGV[at + 2]), {}
  for i = 1, many do digests[i] = ARGV[at + 2 + i] end
  count(ARGV[at], tonumber(ARGV[at + 1]), unseen(digests))
  at = at + 3 + many
end

local things, flat, total = {}, call('HGETALL', keys.day), '0'
for i = 1, #flat, 2 do
  if flat[i] == AMOUNT then
    total = flat[i + 1]
  else
    things[#things + 1] = flat[i]
    things[#things + 1] = flat[i + 1]
  end
end
return { total, call('HGET', keys.month, AMOUNT) or '0', things }
