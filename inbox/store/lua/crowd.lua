-- Counts what happens around messages: who said the same lately, how much its author wrote, who is new.
-- ARGV: now, account, within how many ms the same text, an author's messages and new people count (0: nobody asks), then
--   for each message four: its name in all conversations, who said it (contact), what its text is recognised by ('' for one
--   that says too little), '1' when its author is new here
-- Answers for each four: how often its text was said, by how many, how much its author wrote, how many are new. A count
-- ends at `MOST`: one more changes nothing.
local MOST = 5000
local account, same, flood, newcomers = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local counts = {}

local function count(key, member, within, only_look)
  if not only_look then
    call('ZADD', key, now, member)
    call('PEXPIRE', key, within)
  end
  call('ZREMRANGEBYSCORE', key, '-inf', now - within)
  local number = call('ZCARD', key)
  if number > MOST then call('ZREMRANGEBYRANK', key, 0, number - MOST - 1) end
  return math.min(number, MOST)
end

for i = 6, #ARGV, 4 do
  local message, who, digest, new = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3] == '1'
  local said, by = 1, 1
  if same > 0 and digest ~= '' then
    said = count(p .. 'crowd:s:' .. digest, message, same)
    by = count(p .. 'crowd:w:' .. digest, who, same)
  end
  counts[#counts + 1] = said
  counts[#counts + 1] = by
  counts[#counts + 1] = flood > 0 and count(p .. 'crowd:f:' .. who, message, flood) or 1
  counts[#counts + 1] = newcomers > 0 and count(p .. 'crowd:n:' .. account, who, newcomers, not new) or 0
end
return counts
