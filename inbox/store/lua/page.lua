-- One page of a shelf, with what the queue shows of each conversation.
-- ARGV: now, shelf, 'up' (oldest first) or 'down', member after which to go on ('' from the start), its score, limit
-- Answers {how many there are, {conversation, score, fields, contact, pending drafts, what is held}...}
local shelf, up = p .. 'q:' .. ARGV[2], ARGV[3] == 'up'
if string.match(ARGV[2], '^closing') then end_windows(200) end
local after, score, limit = ARGV[4], ARGV[5], tonumber(ARGV[6])
local first = after == '' and 0 or before_place(shelf, up, after, score)
local got = call(up and 'ZRANGE' or 'ZREVRANGE', shelf, first, first + limit - 1, 'WITHSCORES')
local rows = {}
for i = 1, #got, 2 do
  local conv = got[i]
  local c = call('HGETALL', p .. 'c:' .. conv)
  local who = call('HMGET', p .. 'c:' .. conv, 'a', 'who')
  local contact = who[1] and who[2] and call('HGET', p .. 'contacts', who[1] .. '/' .. who[2]) or ''
  rows[#rows + 1] = { conv, got[i + 1], c, contact, call('SMEMBERS', p .. 'pend:' .. conv), held_of(conv) }
end
return { call('ZCARD', shelf), rows }
