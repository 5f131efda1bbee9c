-- What follows when they say something, and what becomes of messages that the network shows to nobody until we publish
-- them: for the scripts in which that can happen.
local PREVIEW, LATER_KEPT = 120, 20

local function known(conv)
  local c = call('HMGET', p .. 'c:' .. conv, 'st', 'lat', 'w', 'q', 'snd', 'at', 'wd', 'th')
  return {
    state = c[1], heard_at = c[2] and tonumber(c[2]), waiting_since = tonumber(c[3] or '0'), quiet = (c[4] or '') ~= '',
    sending = (c[5] or '') ~= '', at = tonumber(c[6] or '0'), window = c[7], thread = c[8],
  }
end

-- Everything that follows from them saying something new or different; responders look at it at `look`.
local function spoke(conv, account, person, at, c, why, look)
  call('HINCRBY', p .. 'c:' .. conv, 'rev', 1)
  call('SADD', p .. 'ask:' .. conv, person)
  call('HDEL', p .. 'c:' .. conv, 'dec:' .. person, 'wi:' .. person)
  outdate(conv, account, why, person)
  recall_automatic(conv, why, person)
  if c.state ~= 'open' then
    if c.state then unshelve(c.state, conv, account) end
    call('HSET', p .. 'c:' .. conv, 'st', 'open', 'sn', 0)
  end
  local since = c.waiting_since
  if since == 0 then call('HSET', p .. 'c:' .. conv, 'w', at) end
  if since == 0 or c.state ~= 'open' then shelve('waiting', conv, account, since == 0 and at or since) end
  if c.window then shelve_closing(conv, account) end
  if not c.quiet then wake('draft', conv, look) end
end

-- Rules look at what they said, or at what they made of it, before any responder does. The lane of a conversation in which
-- something waits is due, or held by somebody who looks once more before letting go.
local function to_judge(conv, id)
  local key = p .. 'jdg:' .. conv
  if call('ZADD', key, now, id) == 1 and call('ZCARD', key) == 1 then call('ZADD', p .. 'due:judge', 'LT', now, conv) end
end

-- What a case took out of sight is shown again outside: judging ends the case, when it comes to that message.
local function shown_elsewhere(conv, id, m)
  m.sa = { now, digest_of(m) }
  to_judge(conv, id)
end

-- What a text was changed to after a case was opened about it stays with the case.
local function keep_later(number, at, text)
  local key = p .. 'k:' .. number
  local later = cjson.decode(call('HGET', key, 'lt') or '[]')
  if #later >= LATER_KEPT then table.remove(later, 2) end -- the first change says most
  later[#later + 1] = { at, text }
  call('HSET', key, 'lt', cjson.encode(later))
  record('case.changed', call('HGET', key, 'c') or '', tostring(number), '', '')
end

-- Whether a text holds what may be the code of an appeal, as codes.py finds them.
local HALF, DASH = string.rep('[2-9A-HJ-NP-Z]', 4), '[%-\226\128\144-\149]+'
local function may_appeal(text)
  local function is_mixed(half) return string.find(half, '%d') and string.find(half, '%a') end
  for code in string.gmatch(string.upper(text), HALF .. DASH .. HALF) do
    if is_mixed(string.sub(code, 1, 4)) and is_mixed(string.sub(code, -4)) then return true end
  end
  return false
end

-- Conversations with messages that wait for our review stand on a shelf by the oldest of these; without `at` this one does
-- not wait any more.
local function keep_held(conv, account, id, at)
  local key = p .. 'hd:' .. conv
  if at then call('ZADD', key, at, id) else call('ZREM', key, id) end
  local oldest = call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
  if oldest then shelve('held', conv, account, oldest) else unshelve('held', conv, account) end
end

-- The one line that a queue shows of a message, as codec.preview makes it.
local function preview_of(m)
  local line, letters = string.gsub(string.gsub(m.x or '', '%s+', ' '), '^ ?(.-) ?$', '%1'), {}
  for letter in string.gmatch(line, '[%z\1-\127\194-\244][\128-\191]*') do
    if #letters == PREVIEW then break end
    letters[#letters + 1] = letter
  end
  if #letters == 0 and m.m then return '[' .. m.m[1][1] .. ']' end
  return table.concat(letters)
end

-- A queue shows what was said last of what people can see, as far as that is among the newest.
local LOOKED_AT = 50
local function show_newest(conv)
  local line = '(out of sight)'
  for _, id in ipairs(call('ZREVRANGE', p .. 't:' .. conv, 0, LOOKED_AT - 1)) do
    local blob = call('HGET', p .. 'm:' .. conv, id)
    local m = is_seen(blob) and cjson.decode(blob)
    if m and not m.d then
      line = preview_of(m)
      break
    end
  end
  call('HSET', p .. 'c:' .. conv, 'pv', line)
end

-- Everybody sees it now: only from here on they wait for an answer to it.
local function publish(conv, account, id, m)
  local c, last, newest = known(conv), newest_of(conv)
  if m.t >= c.at then call('HSET', p .. 'c:' .. conv, 'pv', preview_of(m)) end
  call('HSET', p .. 'c:' .. conv, 'last', last, 'who', newest.a, 'lat', math.max(m.t, c.heard_at or 0), 'left', '')
  spoke(conv, account, m.a, m.t, c, 'another message of theirs was published', now)
  shelve('open', conv, account, c.at)
end

-- What was done to a message, which was hidden as `was` says, may have begun or ended its wait for our review.
local function review(conv, account, id, m, was)
  if m.h == HELD and not m.d then
    if was == HELD or m.c then return end -- what a case took out of sight waits for nobody
    keep_held(conv, account, id, m.t)
    if m.a then forget_question(conv, account, id, 'the message waits for review') end
  elseif was == HELD then
    keep_held(conv, account, id)
    if m.a and m.h == 0 and not m.d and not m.c then publish(conv, account, id, m) end
  end
end
