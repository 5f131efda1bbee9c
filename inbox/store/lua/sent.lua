-- A delivery is done: its message becomes part of the conversation, and the lane moves on.
-- ARGV: now, conversation, delivery, lane token, message id ('' for actions that say nothing), at, blob, preview,
--   action kind, message acted on, changed fields (JSON) of that message, then the ids of what else the message left as
-- How many notices one person gets in an hour, and all people of an account in a minute: whoever floods us is not flooded
-- with reasons, and in a raid the network's limits are for what has to be done.
local NOTICES, NOTICES_A_MINUTE = 3, 60
local conv, id, token, message, at = ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])

-- Whom we shut out is heard no more: in a group, there; elsewhere, on the account.
local function keep_blocked(account, action, kind)
  local person, key = cjson.decode(action).person, p .. 'blocked:' .. account
  local here = string.find(call('HGET', p .. 'c:' .. conv, 'th') or '', '"k":"group"', 1, true) and conv .. ' ' .. person
  if kind == 'block' then call('SADD', key, here or person) else call('SREM', key, here or person) end
end

local function times_told(whom, seconds)
  local times = call('INCR', p .. whom)
  if times == 1 then call('EXPIRE', p .. whom, seconds) end
  return times
end

-- The author hears why, once the network has done it: where there is a way to tell them, and not of everything in a raid.
local function give_notice(number, account)
  local key = p .. 'k:' .. number
  local k = call('HMGET', key, 'nt', 'm', 'p', 'ut')
  if (k[1] or '') == '' or (k[4] or '') ~= '' then return end
  call('HDEL', key, 'nt')
  if times_told('told:' .. account .. '/' .. (k[3] or ''), 3600) > NOTICES then return end
  if times_told('told:' .. account, 60) > NOTICES_A_MINUTE then return end
  local by = cjson.encode({ kind = 'responder', name = 'moderation', role = '' })
  local _, draft = act_for_case(number, conv, account, k[1], k[2] or '', by, 'moderation', now, true)
  call('HSET', p .. 'd:' .. draft, 'nc', 1)
  call('HSET', key, 'ct', now)
end

-- For how long this delivery mutes.
local function seconds_of(key)
  for _, deed in ipairs(list_of(call('HGET', key, 'dd'))) do
    if deed[2] == id then return deed[3] end
  end
  return 0
end

-- What follows for its case when the network did one of its deeds.
local function case_done(number, account, kind)
  local key = p .. 'k:' .. number
  local k = call('HMGET', key, 'm', 'p')
  count_day('d:' .. kind)
  for _, other in ipairs(sharing(kind, conv, account, k[1] or '', k[2] or '', id)) do
    if other ~= number then call('HSETNX', p .. 'k:' .. other, 'done', now) end
  end
  if kind == 'slow' then tend_at('lapse ' .. id, now + 1000 * SLOW_LASTS) end
  if kind == 'mute' then tend_at('lapse ' .. id, at + 1000 * seconds_of(key)) end
  if TAKES_AWAY[kind] and call('HSETNX', key, 'hid', now) == 1 then
    local came = tonumber(call('HGET', key, 'rc') or nil)
    if came then
      call('LPUSH', p .. 'tohide', math.max(0, now - came))
      call('LTRIM', p .. 'tohide', 0, 999)
    end
  end
  if call('HSETNX', key, 'done', now) == 0 then return end
  log('case.done', conv, tostring(number), '', kind)
  give_notice(number, account)
end

-- Whatever was decided while the lease was lost (parked, retried, discarded): it was sent, and must not be again.
if call('HGET', p .. 'o:' .. id, 'st') == 'sent' then
  release('send', conv, token, head_due(conv))
  return 0
end
call('ZREM', p .. 'q:parked', id)
call('HSET', p .. 'o:' .. id, 'st', 'sent', 'm', message, 'sent', at, 'err', '', 'words', '')
call('LREM', line_of(conv, id), 1, id)
call('HSET', p .. 'c:' .. conv, 'snd', '')
local o = call('HMGET', p .. 'o:' .. id, 'a', 'au', 'd', 'ed')
if message ~= '' then
  call('HSET', p .. 'm:' .. conv, message, ARGV[7])
  call('ZADD', p .. 't:' .. conv, at, message)
  for i = 12, #ARGV do -- even where somebody read it before and took it for one of its own
    call('HSET', p .. 'm:' .. conv, ARGV[i], cjson.encode({ of = message }))
    call('ZREM', p .. 't:' .. conv, ARGV[i])
  end
  local d = call('HMGET', p .. 'd:' .. o[3], 'ab', 'to', 'dc', 'nq')
  local about = d[1]
  local to = d[2] or ''
  call('HDEL', p .. 'c:' .. conv, 'dec:' .. to, 'wi:' .. to, 'may:' .. to)
  think_again(conv, to)
  -- Whoever wrote another text may have left out the line that says it.
  if d[3] and not o[4] then call('HSET', p .. 'c:' .. conv, 'dis', 1) end
  local c = call('HMGET', p .. 'c:' .. conv, 'last', 'lat', 'at', 'st')
  if not d[4] and (about == '' or about == (c[1] or '')) then -- an apology answers no question
    answered(conv, o[1])
    call('HSET', p .. 'c:' .. conv, 'ans', math.max(at, tonumber(c[2] or '0')))
  end
  if at >= tonumber(c[3] or '0') then
    call('HSET', p .. 'c:' .. conv, 'at', at, 'pv', ARGV[8])
    shelve('all', conv, o[1], at)
    if c[4] == 'open' then shelve('open', conv, o[1], at) end
  end
end
if ARGV[10] ~= '' then
  local old, fields = call('HGET', p .. 'm:' .. conv, ARGV[10]), cjson.decode(ARGV[11])
  if old then
    local changed = cjson.decode(old)
    local was = changed.h
    for field, value in pairs(fields) do changed[field] = value end
    call('HSET', p .. 'm:' .. conv, ARGV[10], cjson.encode(changed))
    review(conv, o[1], ARGV[10], changed, was)
    if was == HELD and changed.h == 0 then log('message.hidden', conv, ARGV[10], '', 'published') end
  end
  if fields.d then forget_question(conv, o[1], ARGV[10], 'the message was removed') end
end
record('delivery.sent', conv, id, o[2], ARGV[9])
if ARGV[9] == 'block' or ARGV[9] == 'unblock' then keep_blocked(o[1], call('HGET', p .. 'o:' .. id, 'x'), ARGV[9]) end
local of = call('HMGET', p .. 'd:' .. o[3], 'cs', 'un', 'sp')
if of[1] and not of[2] and of[3] ~= '1' then case_done(tonumber(of[1]), o[1], ARGV[9]) end
release('send', conv, token, head_due(conv))
return 1
