-- What is on its way out of a conversation, and what becomes of it when things change; after _shared.lua in every script.

-- The delivery whose turn it is in a conversation, and when it falls due: what moderation does goes before all else, but
-- not before what was begun and may have to be sent again.
local function head_of(conv)
  local id, urgent = call('LINDEX', p .. 'ob:' .. conv, 0), call('LINDEX', p .. 'ou:' .. conv, 0)
  local o = id and call('HMGET', p .. 'o:' .. id, 'due', 'st')
  local due = o and tonumber(o[1]) or nil
  if urgent and not (o and o[2] == 'sending' and due <= now) then
    id, due = urgent, tonumber(call('HGET', p .. 'o:' .. urgent, 'due'))
  end
  return id, due
end

-- When the head of a conversation's line of deliveries falls due; nil when the line is empty.
local function head_due(conv)
  local _, due = head_of(conv)
  return due
end

-- The line in which a delivery stands.
local function line_of(conv, id)
  return p .. (call('HEXISTS', p .. 'o:' .. id, 'cs') == 1 and 'ou:' or 'ob:') .. conv
end

-- How much we have said in a conversation since they last wrote; some networks let us say only so much.
local function said_since(conv)
  local heard_at = call('HGET', p .. 'c:' .. conv, 'lat') or '0'
  return call('ZCOUNT', p .. 't:' .. conv, '(' .. heard_at, '+inf')
end

-- The same with what is on its way there; what a network told us of before its answer came is counted once.
local function said_soon(conv)
  local said, line, told = said_since(conv), call('LRANGE', p .. 'ob:' .. conv, 0, -1), {}
  if #line == 0 then return said end
  local heard_at = call('HGET', p .. 'c:' .. conv, 'lat') or '0'
  for _, id in ipairs(call('ZRANGEBYSCORE', p .. 't:' .. conv, '(' .. heard_at, '+inf')) do
    local message = call('HGET', p .. 'm:' .. conv, id)
    if message then told[cjson.decode(message).o or ''] = true end
  end
  for _, id in ipairs(line) do
    local says = call('HGET', p .. 'd:' .. call('HGET', p .. 'o:' .. id, 'd'), 'sp') == '1'
    if says and not told[id] then said = said + 1 end
  end
  return said
end

-- Takes a delivery out of its line; the one behind it may be due earlier.
local function take_out(conv, id)
  call('LREM', line_of(conv, id), 1, id)
  local due = head_due(conv)
  if due then wake('send', conv, due) end
end

-- Queued sends that no person decided are taken back when the other side, or this one person, speaks again, or when the
-- message that they are `about` is gone.
local function recall_automatic(conv, why, person, about)
  for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do
    local got = call('HMGET', p .. 'o:' .. id, 'st', 'sys', 'd')
    local d = call('HMGET', p .. 'd:' .. got[3], 'to', 'ab')
    local theirs = (not person or d[1] == person) and (not about or d[2] == about)
    if got[1] == 'queued' and got[2] == '1' and theirs then
      call('HSET', p .. 'o:' .. id, 'st', 'recalled')
      take_out(conv, id)
      uncount(conv, got[3])
      settle_draft(got[3], 'outdated', '', why)
      record('delivery.recalled', conv, id, '', why)
    end
  end
end

-- What is on its way here and nobody decided waits for a person instead; with `grant`, what goes out by that. Answers how
-- many these were.
local function leave_to_people(conv, why, waits, grant)
  local left = 0
  for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do
    local o = call('HMGET', p .. 'o:' .. id, 'st', 'sys', 'd', 'a')
    if o[1] == 'queued' and o[2] == '1' and (not grant or call('HGET', p .. 'd:' .. o[3], 'gr') == grant) then
      call('HSET', p .. 'o:' .. id, 'st', 'recalled')
      take_out(conv, id)
      record('delivery.recalled', conv, id, '', why)
      bring_back(conv, o[4], o[3], '', why)
      call('HSET', p .. 'd:' .. o[3], 'wt', waits)
      left = left + 1
    end
  end
  return left
end

-- Who of ours has taken a conversation, in words: it is silent since they wrote, or they are writing now; nil: nobody.
local function taken(conv)
  local c = call('HMGET', p .. 'c:' .. conv, 'q', 'cl')
  if (c[1] or '') ~= '' then return c[1] .. ' wrote here' end
  local name, till = string.match(c[2] or '', '^(.*)|(%d+)$')
  if name and tonumber(till) > now then return name .. ' is writing here' end
  return nil
end

-- A responder that thinks about this person right now thinks about words that are gone or answered; it looks again.
local function think_again(conv, person)
  if call('SISMEMBER', p .. 'asked:' .. conv, person) == 0 then return end
  call('HINCRBY', p .. 'c:' .. conv, 'rev', 1)
  call('SADD', p .. 'ask:' .. conv, person)
  wake('draft', conv, now)
end

-- The message that our answer would be about is gone: what they asked before counts again, if we never answered that.
local function forget_question(conv, account, id, why)
  local c = call('HMGET', p .. 'c:' .. conv, 'last', 'ans', 'w', 'q')
  local gone = author_of(conv, id)
  think_again(conv, gone)
  if c[1] ~= id then
    outdate(conv, account, why, gone, id)
    recall_automatic(conv, why, gone, id)
    return
  end
  local before, m = newest_of(conv)
  local waits = m and c[3] ~= '0' and m.t > tonumber(c[2] or '0')
  call('HSET', p .. 'c:' .. conv, 'last', before)
  if m then call('HSET', p .. 'c:' .. conv, 'who', m.a) end
  call('HINCRBY', p .. 'c:' .. conv, 'rev', 1)
  outdate(conv, account, why, gone)
  recall_automatic(conv, why, gone)
  if not waits then
    answered(conv, account)
  else
    call('SADD', p .. 'ask:' .. conv, m.a)
    if (c[4] or '') == '' then wake('draft', conv, now) end
  end
end

-- Puts a decided action on its way: one line per conversation, first in, first out; what moderation does, in the `case` of
-- that number, has a line of its own, which goes first.
local function enqueue(conv, account, draft, action, by, author, due, system, edited, case)
  -- One that was taken back and is decided anew is another one: no network may take it for the first.
  local id, again = call('GET', p .. 'salt') .. '-' .. draft, call('HINCRBY', p .. 'd:' .. draft, 'times', 1)
  if again > 1 then id = id .. '.' .. again end
  call('HSET', p .. 'o:' .. id, 'st', 'queued', 'c', conv, 'a', account, 'd', draft, 'x', action, 'by', by,
    'au', author, 'due', due, 'sys', system, 'n', 0)
  if edited then call('HSET', p .. 'o:' .. id, 'ed', 1) end
  if case then call('HSET', p .. 'o:' .. id, 'cs', case) end
  call('HSET', p .. 'd:' .. draft, 'o', id)
  if call('RPUSH', p .. (case and 'ou:' or 'ob:') .. conv, id) == 1 then wake('send', conv, due) end
  local keep = case and log or record -- a raid must not bury the timeline: of each deed it has what came of it
  keep('delivery.queued', conv, id, author, tostring(due))
  return id
end

-- By what a message is recognised after it was judged: another one when its words or files change.
local function digest_of(m)
  return string.sub(redis.sha1hex((m.x or '') .. (m.m and cjson.encode(m.m) or '')), 1, 12)
end

local function mode_now()
  local mode = call('HMGET', p .. 'mode', 'level', 'until')
  if not mode[1] or (tonumber(mode[2] or '0') > 0 and tonumber(mode[2]) <= now) then return 'normal' end
  return mode[1]
end
