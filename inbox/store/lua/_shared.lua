-- What every script shares. KEYS[1] is the brand's prefix, "{brand}:"; every key of a brand begins with it and so lives
-- in one hash slot. Times are unix milliseconds and come from the caller.
local p = KEYS[1]
local now = tonumber(ARGV[1])
local call = redis.call
local HELD = 2 -- how a message is hidden that the network shows to nobody until we publish it; 1 is any other way

-- 1 when what this script writes may be acknowledged while it is still in Redis's memory: with everysec, Redis does not
-- write to its file while an fsync is under way, for up to two seconds.
local function disk_is_busy()
  local pending = string.match(call('INFO', 'persistence'), 'aof_pending_bio_fsync:(%d+)')
  return (not pending or pending == '0') and 0 or 1
end

-- The one log; the fields are always the same, so a stream node packs them once.
local function log(what, conv, ref, by, detail)
  return call('XADD', p .. 'log', '*', 'w', what, 'c', conv, 'r', ref, 'b', by, 'd', detail)
end

-- What people and responders did in a conversation is also kept beside it, for its timeline.
local function record(what, conv, ref, by, detail)
  call('RPUSH', p .. 'e:' .. conv, cjson.encode({ w = what, r = ref, b = by, d = detail, t = now }))
  return log(what, conv, ref, by, detail)
end

-- How much was done in a conversation before a time; it stands in the order of time, so this is found by halving.
local function done_before(conv, at)
  local low, high = 0, call('LLEN', p .. 'e:' .. conv)
  while low < high do
    local middle = math.floor((low + high) / 2)
    if cjson.decode(call('LINDEX', p .. 'e:' .. conv, middle)).t < at then low = middle + 1 else high = middle end
  end
  return low
end

-- Lanes: a lane falls due at a time; one worker holds it until its lease ends; woken while held, it becomes due again.
local function wake(queue, lane, due)
  if call('HEXISTS', p .. 'held:' .. queue, lane) == 1 then
    local again = tonumber(call('HGET', p .. 'again:' .. queue, lane) or nil)
    if not again or due < again then call('HSET', p .. 'again:' .. queue, lane, due) end
  else
    call('ZADD', p .. 'due:' .. queue, 'LT', due, lane)
  end
end

local function claim(queue, lease, token)
  local due = p .. 'due:' .. queue
  local lane = call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 1)[1]
  if not lane then
    return nil, call('ZRANGE', due, 0, 0, 'WITHSCORES')[2] or ''
  end
  call('ZADD', due, now + lease, lane)
  call('HSET', p .. 'held:' .. queue, lane, token)
  call('HDEL', p .. 'again:' .. queue, lane)
  return lane
end

local function holds(queue, lane, token)
  return call('HGET', p .. 'held:' .. queue, lane) == token
end

-- Lets go of a lane; it falls due again at `due` (nil: not by itself) or when it was woken meanwhile, whichever is first.
local function release(queue, lane, token, due)
  if not holds(queue, lane, token) then return 0 end
  call('HDEL', p .. 'held:' .. queue, lane)
  local again = tonumber(call('HGET', p .. 'again:' .. queue, lane) or nil)
  call('HDEL', p .. 'again:' .. queue, lane)
  if again and (not due or again < due) then due = again end
  if due then
    call('ZADD', p .. 'due:' .. queue, due, lane)
  else
    call('ZREM', p .. 'due:' .. queue, lane)
  end
  return 1
end

-- Shelves: sorted sets of conversations, each also per account.
local function shelve(shelf, conv, account, score)
  call('ZADD', p .. 'q:' .. shelf, score, conv)
  call('ZADD', p .. 'q:' .. shelf .. '@' .. account, score, conv)
end

local function unshelve(shelf, conv, account)
  call('ZREM', p .. 'q:' .. shelf, conv)
  call('ZREM', p .. 'q:' .. shelf .. '@' .. account, conv)
end

-- Takes a conversation off the shelf of windows that close; where that is empty, the clock need not look after it.
local function leave_closing(conv, account)
  if call('ZREM', p .. 'q:closing', conv) == 0 then return end
  call('ZREM', p .. 'q:closing@' .. account, conv)
  if call('ZCARD', p .. 'q:closing') == 0 and call('HEXISTS', p .. 'held:tend', 'closing') == 0 then
    call('ZREM', p .. 'due:tend', 'closing')
  end
end

-- Who waits for us stands on a second shelf, too, while the network still lets us answer: by the end of that for what was
-- drafted, and once that is over by the end for what a person writes. Both came with their newest words (`wd`, `wp`).
local function shelve_closing(conv, account)
  local c = call('HMGET', p .. 'c:' .. conv, 'wd', 'wp', 'left')
  if not c[1] then return end
  local drafted, person = tonumber(c[1]), tonumber(c[2])
  local ends = drafted > now and drafted or person
  if ends <= now or c[3] == '1' then return leave_closing(conv, account) end
  shelve('closing', conv, account, ends)
  wake('tend', 'closing', ends)
end

local function await_us(conv, account, since)
  shelve('waiting', conv, account, since)
  shelve_closing(conv, account)
end

local function await_no_more(conv, account)
  unshelve('waiting', conv, account)
  leave_closing(conv, account)
end

-- The windows that have ended since somebody looked, `most` of them: the conversation goes on by the second end, or leaves.
local function end_windows(most)
  for _, conv in ipairs(call('ZRANGEBYSCORE', p .. 'q:closing', '-inf', now, 'LIMIT', 0, most)) do
    local c = call('HMGET', p .. 'c:' .. conv, 'a', 'wp')
    if not c[2] then -- the conversation was erased
      leave_closing(conv, string.match(conv, '^(.-)/') or '')
    else
      shelve_closing(conv, c[1])
      log(tonumber(c[2]) > now and 'window.narrowed' or 'window.closed', conv, '', '', '')
    end
  end
end

-- Puts a conversation from the shelf of one state onto that of another.
local function move_to(shelf, conv, account, was, score)
  if was then unshelve(was, conv, account) end
  call('HSET', p .. 'c:' .. conv, 'st', shelf)
  shelve(shelf, conv, account, score)
  local waiting = tonumber(call('HGET', p .. 'c:' .. conv, 'w') or '0')
  if shelf == 'open' and waiting > 0 then
    await_us(conv, account, waiting)
  elseif shelf ~= 'open' then
    await_no_more(conv, account)
  end
end

-- Lets a lane of the clock fall due then and not before, whatever was said of it earlier.
local function tend_at(lane, due)
  call('ZADD', p .. 'due:tend', due, lane)
  if call('HEXISTS', p .. 'held:tend', lane) == 1 then call('HSET', p .. 'again:tend', lane, due) end
end

-- How many stand before a place on a shelf, also when the one that named it has gone or moved: it is put back for a moment.
local function before_place(shelf, up, id, score)
  local rank = up and 'ZRANK' or 'ZREVRANK'
  local now_at = call('ZSCORE', shelf, id)
  if now_at and tonumber(now_at) == tonumber(score) then return call(rank, shelf, id) + 1 end
  call('ZADD', shelf, score, id)
  local stands = call(rank, shelf, id)
  call('ZREM', shelf, id)
  if not now_at then return stands end
  call('ZADD', shelf, now_at, id)
  return call(rank, shelf, id) <= stands and stands + 1 or stands
end

local function answered(conv, account)
  call('HSET', p .. 'c:' .. conv, 'w', 0)
  await_no_more(conv, account)
end

-- Takes one draft out of those of its conversation that wait.
local function forget_draft(conv, account, id)
  call('SREM', p .. 'pend:' .. conv, id)
  if call('SCARD', p .. 'pend:' .. conv) == 0 then unshelve('drafted', conv, account) end
end

local function await_decision(conv, account, id)
  call('SADD', p .. 'pend:' .. conv, id)
  shelve('drafted', conv, account, now)
end

local function settle_draft(id, state, by, why)
  call('HSET', p .. 'd:' .. id, 'st', state, 'by', by, 'dat', state == 'pending' and 0 or now, 'why', why)
end

-- The mode in which a draft was decided; the normal one is not written down.
local function decided_in(id, mode)
  if mode == 'normal' then call('HDEL', p .. 'd:' .. id, 'md') else call('HSET', p .. 'd:' .. id, 'md', mode) end
end

-- Pending replies no longer fit what was said; with `person`, those that answer this person, with `about` this message.
local function outdate(conv, account, why, person, about)
  for _, id in ipairs(call('SMEMBERS', p .. 'pend:' .. conv)) do
    local d = call('HMGET', p .. 'd:' .. id, 'sp', 'to', 'ab')
    if d[1] == '1' and (not person or d[2] == person) and (not about or d[3] == about) then
      settle_draft(id, 'outdated', '', why)
      forget_draft(conv, account, id)
      record('draft.outdated', conv, id, '', why)
    end
  end
end

-- What of a conversation waits for our review: {how many, since when, the oldest of it, who wrote that}; {} for nothing.
local function held_of(conv)
  local key = p .. 'hd:' .. conv
  local oldest = call('ZRANGE', key, 0, 0, 'WITHSCORES')
  local blob = oldest[1] and call('HGET', p .. 'm:' .. conv, oldest[1])
  if not blob then return {} end
  local contact = call('HGET', p .. 'contacts', call('HGET', p .. 'c:' .. conv, 'a') .. '/' .. (cjson.decode(blob).a or ''))
  return { call('ZCARD', key), oldest[2], blob, contact or '' }
end

-- Whether a message stands where people can see it: the network holds none of it back for our review, and no case took it
-- out of sight. What somebody wrote in it has its quotation marks escaped.
local function is_seen(blob)
  return not string.find(blob, '"h":' .. HELD, 1, true) and not string.find(blob, '"c":%d')
end

-- Who said something; empty for us, and for what is not there.
local function author_of(conv, id)
  local blob = id ~= '' and call('HGET', p .. 'm:' .. conv, id)
  return blob and cjson.decode(blob).a or ''
end

-- The newest message of theirs, or of this one person, that people can see; empty when there is none among the newest. What
-- a raid left out of sight is passed over, as far as `FURTHEST` messages back.
local NEWEST, FURTHEST = 50, 2000
local function newest_of(conv, person)
  local looked = 0
  for from = 0, FURTHEST - 1, NEWEST do
    local ids = call('ZREVRANGE', p .. 't:' .. conv, from, from + NEWEST - 1)
    for _, id in ipairs(ids) do
      local blob = call('HGET', p .. 'm:' .. conv, id)
      if is_seen(blob) then
        local m = cjson.decode(blob)
        if m.a and not m.d and (not person or m.a == person) then return id, m end
        looked = looked + 1
      end
    end
    if #ids < NEWEST or looked >= NEWEST then break end
  end
  return '', nil
end

-- Whose automatic answers are counted together: of those whom the network does not tell (inbox.network.UNKNOWN), all.
local function one_person(account, to)
  return 'p:' .. account .. '/' .. (string.match(to, '^unknown%.') or to)
end

-- What nobody decided did not leave after all: it is none of the answers that somebody got.
local function uncount(conv, draft)
  local d = call('HMGET', p .. 'd:' .. draft, 'o', 'a', 'to')
  if not d[1] then return end
  call('ZREM', p .. 'alone:c:' .. conv, d[1])
  call('ZREM', p .. 'alone:' .. one_person(d[2], d[3] or ''), d[1])
end

-- A decided draft that did not leave waits again, unless it is a reply and they wrote meanwhile.
local function bring_back(conv, account, draft, by, why)
  uncount(conv, draft)
  local d = call('HMGET', p .. 'd:' .. draft, 'ab', 'sp', 'to')
  if d[2] == '1' and d[1] ~= newest_of(conv, d[3] ~= '' and d[3] or nil) then
    return settle_draft(draft, 'outdated', by, why)
  end
  if d[2] == '1' then outdate(conv, account, 'another one came back', d[3]) end
  settle_draft(draft, 'pending', '', why)
  await_decision(conv, account, draft)
end
