-- How many conversations a place that shows cards takes up in a minute, and which wait because there were too many.
-- ARGV: now, verb, surface, then
--   take: conversation, group, most in a minute ('0': no limit), most that may wait and still get their turn, waits
--     ('1' when somebody waits for us in it). Answers 1 when it may be shown now, else it waits: 0.
--   forget: conversation. It waits no more; answers 1 when it did.
--   crowd: how many. Answers how many wait, those that wait longest, and group, count, ...; first those are let go that
--     have their post by now, or in which nobody waits any more.
--   told: now is when the crowd was last spoken of.
-- pace: list of when conversations were taken up; over: who waits, by when; overof: conversation -> group; overn:
-- group -> how many; overat: when the crowd was last spoken of.
local MINUTE, KEPT, GATHER, BETWEEN, LOOKED_AT = 60000, 120, 2000, 30000, 5000
local verb, surface, conv = ARGV[2], ARGV[3], ARGV[4]
local function key(name) return p .. name .. ':' .. surface end
local over, of, counts = key('over'), key('overof'), key('overn')

local function speak_of_it()
  local last = tonumber(call('GET', key('overat')) or '0')
  wake('shift:' .. surface, 'crowd', math.max(now + GATHER, last + BETWEEN))
end

local function let_go(one)
  if call('ZREM', over, one) == 0 then return 0 end
  local group = call('HGET', of, one)
  call('HDEL', of, one)
  if call('HINCRBY', counts, group, -1) <= 0 then call('HDEL', counts, group) end
  return 1
end

local function forget()
  local stood = let_go(conv)
  if stood == 1 then speak_of_it() end
  return stood
end

local function waits_still(one)
  if call('HEXISTS', p .. 'card:' .. surface .. ':' .. one, 'p') == 1 then return false end
  local c = call('HMGET', p .. 'c:' .. one, 'st', 'w')
  if c[1] ~= 'open' then return false end
  return (c[2] or '0') ~= '0' or call('SCARD', p .. 'pend:' .. one) > 0
end

local function has_room(most)
  local taken = most > 0 and call('LINDEX', key('pace'), most - 1)
  return not taken or now - tonumber(taken) >= MINUTE
end

if verb == 'forget' then
  return forget()
elseif verb == 'crowd' then
  for _, one in ipairs(call('ZRANGE', over, 0, LOOKED_AT - 1)) do
    if not waits_still(one) then let_go(one) end
  end
  return { call('ZCARD', over), call('ZRANGE', over, 0, tonumber(ARGV[4]) - 1), call('HGETALL', counts) }
elseif verb == 'told' then
  call('SET', key('overat'), now)
  return 1
end
-- take
local group, most, few, waits = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), ARGV[8] == '1'
local stands = call('ZSCORE', over, conv)
if stands and not waits then
  forget()
  return 0
end
local turn = not stands or most == 0 or most > few or call('ZCARD', over) <= few
if turn and has_room(most) then
  call('LPUSH', key('pace'), now)
  call('LTRIM', key('pace'), 0, KEPT - 1)
  call('PEXPIRE', key('pace'), MINUTE)
  forget()
  return 1
end
if waits and not stands then
  call('ZADD', over, now, conv)
  call('HSET', of, conv, group)
  call('HINCRBY', counts, group, 1)
  speak_of_it()
end
return 0
