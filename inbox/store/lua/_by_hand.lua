-- What our people do by hand, and take back by hand, as far as cases know of it; after _cases.lua.

-- The deeds of a case, and which of them a draft became; nil when none of them.
local function deed_of(number, draft)
  local deeds = list_of(call('HGET', p .. 'k:' .. number, 'dd'))
  for place, deed in ipairs(deeds) do
    if string.match(deed[2], '%-(%d+)%.?%d*$') == draft then return deeds, place end
  end
  return deeds, nil
end

-- One of our people let a deed of a case be before the network did it: without another one there is no case any more. Those
-- that share it fare alike.
local function drop_deed(number, draft, by, why)
  local c = call('HMGET', p .. 'k:' .. number, 'c', 'a', 'm', 'p')
  local deeds, place = deed_of(number, draft)
  if not place then return end
  local kind, dropped = deeds[place][1], deeds[place][2]
  for _, one in ipairs(sharing(kind, c[1], c[2], c[3] or '', c[4] or '', dropped)) do
    local left = false
    for _, deed in ipairs(list_of(call('HGET', p .. 'k:' .. one, 'dd'))) do
      left = left or (deed[2] ~= dropped and is_live(deed))
    end
    if not left then close_case(one, by, why) end
  end
  forget_deed(c[2], c[1], c[4] or '', kind)
  if TAKES_AWAY[kind] then be_seen(c[1], c[2], c[3] or '') end
end

-- A case that was ended stands again, as if that had not been.
local function open_again(number)
  local key = p .. 'k:' .. number
  local c = call('HMGET', key, 'a', 'p', 'r', 'v', 'pt', 'at')
  call('HDEL', key, 'ut', 'ub', 'uy')
  local conv = call('HGET', key, 'c')
  local labels = list_of(call('HGET', key, 'ls'))
  call('HDEL', key, 'ls')
  set_labels(number, conv, c[1], labels, 'moderation')
  if (c[2] or '') ~= '' then
    call('HINCRBY', person_key(c[1], c[2]), 'n', 1)
    local strikes = list_of(call('HGET', person_key(c[1], c[2]), 'st'))
    if tonumber(c[5] or '0') > 0 then strikes[#strikes + 1] = { tonumber(c[6]), tonumber(c[5]), tonumber(number) } end
    call('HSET', person_key(c[1], c[2]), 'st', list_text(strikes))
  end
  if (c[3] or '') ~= '' then call('HINCRBY', p .. 'rulen:' .. c[3] .. '@' .. (c[4] or ''), 'undone', -1) end
  count_day('u:' .. (c[3] or ''), -1)
end

-- And decided for it after all.
local function take_up_deed(number, draft, delivery)
  local key = p .. 'k:' .. number
  local c = call('HMGET', key, 'c', 'a', 'm', 'p', 'ut')
  local deeds, place = deed_of(number, draft)
  if not place then return end
  deeds[place][2] = delivery
  call('HSET', key, 'dd', cjson.encode(deeds))
  if (c[5] or '') ~= '' then open_again(number) end
  if TAKES_AWAY[deeds[place][1]] and (c[3] or '') ~= '' then
    put_out_of_sight(c[1], c[2], c[3], number)
    forget_question(c[1], c[2], c[3], 'moderation took the message out of sight')
    leave_shelves(c[1], c[2])
  end
end

-- Whether what one of us began to take back waits still, and need not leave: it is taken back anew by this delivery. What
-- was tried perhaps is done, and nobody can let it be any more by letting that one be.
local ANEW_BACK = 'it is taken back anew'
local function gives_way(id, delivery, given)
  if given[id] then return true end -- for another case already
  local o = id ~= '' and id ~= delivery and call('HMGET', p .. 'o:' .. id, 'c', 'd')
  if not o or not o[1] or call('HEXISTS', p .. 'd:' .. o[2], 'bk') == 0 then return false end
  local waited, never_done = let_be(id, o[1], ANEW_BACK)
  if waited and not never_done then call('HSET', p .. 'o:' .. delivery, 'pd', 1) end
  given[id] = waited
  return waited
end

-- Somebody of ours takes back by hand what stands of a kind: about a message (hide), or for a person (mute, block). A case of
-- which nothing is left ends; `draft` remembers what it took back.
local BY_HAND = 'taken back by hand'
local function take_back_by_hand(conv, account, back, draft, delivery, by)
  local kind, message, person, given = back.kind, back.m, back.p, {}
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local key = p .. 'k:' .. number
    local c = call('HMGET', key, 'ut', 'c', 'dd', 'aw')
    if same_place(kind, conv, c[2]) then
      local deeds, left, found = list_of(c[3]), 0, kind == 'hide' and c[4] == '1' and (c[1] or '') == ''
      if found then call('HSET', key, 'aw', delivery) end
      for _, deed in ipairs(deeds) do
        local stands = deed[4] == '' and (c[1] or '') == ''
        if deed[1] == kind and (stands or gives_way(deed[4], delivery, given)) then
          deed[4], found = delivery, true
          local waited, never_done = let_be(deed[2], conv, BY_HAND)
          if waited and not never_done then call('HSET', p .. 'o:' .. delivery, 'pd', 1) end -- only this one sets it right
        elseif is_live(deed) then
          left = left + 1
        end
      end
      if found then
        call('HSET', key, 'dd', list_text(deeds))
        if left == 0 and (c[1] or '') == '' then close_case(tonumber(number), by, BY_HAND) end
      end
    end
  end
  call('HSET', p .. 'd:' .. draft, 'bk', cjson.encode(back))
  if kind == 'hide' then put_in_sight(conv, account, message) else forget_deed(account, conv, person, kind) end
end

-- Somebody showed a message again in the network's own app (`shown` is when, and what it said then): the cases that took it
-- out of sight end, and rules spare it until its text changes. What we did just then proves nothing: a network tells late of
-- what we took back before, and what somebody read in a list may be older.
local ELSEWHERE, IN_THE_APP, SETTLES = 'elsewhere', 'somebody in the app itself', 30000
local function end_shown(conv, account, message, shown)
  local at, ended = shown[1], false
  for _, number in ipairs(cases_on(conv, message)) do
    local key = p .. 'k:' .. number
    local k = call('HMGET', key, 'ut', 'dd', 'aw', 'at')
    if (k[1] or '') == '' then
      local deeds, left, found = list_of(k[2]), 0, k[3] == '1' and at - tonumber(k[4]) >= SETTLES
      if found then call('HSET', key, 'aw', ELSEWHERE) end
      for _, deed in ipairs(deeds) do
        local o = call('HMGET', p .. 'o:' .. deed[2], 'st', 'beg')
        if TAKES_AWAY[deed[1]] and deed[4] == '' and o[1] == 'sent' and at - tonumber(o[2]) >= SETTLES then
          deed[4], found = ELSEWHERE, true
        elseif is_live(deed) then
          left = left + 1
        end
      end
      if found then
        call('HSET', key, 'dd', list_text(deeds))
        if left == 0 then close_case(tonumber(number), IN_THE_APP, 'the message was shown again there') end
        ended = true
      end
    end
  end
  if ended then be_seen(conv, account, message) end
  local m = cjson.decode(call('HGET', p .. 'm:' .. conv, message))
  m.sa, m.ok = nil, ended and shown[2] or m.ok
  call('HSET', p .. 'm:' .. conv, message, cjson.encode(m))
  return m
end

-- What was to be taken back by hand is not: it stands as before, and its cases with it.
local function stand_again(draft, delivery)
  local d = call('HMGET', p .. 'd:' .. draft, 'bk', 'c', 'a')
  if not d[1] then return end
  local back = cjson.decode(d[1])
  local blob = back.kind == 'hide' and call('HGET', p .. 'm:' .. d[2], back.m)
  local shown = blob and (cjson.decode(blob).h or 0) == 0 -- meanwhile, in the network's own app
  for _, number in ipairs(cases_with(back.kind, d[2], d[3], back.m, back.p)) do
    local key = p .. 'k:' .. number
    local c = call('HMGET', key, 'dd', 'ut', 'uy', 'aw')
    local deeds, found = list_of(c[1]), c[4] == delivery and not shown
    if found then call('HSET', key, 'aw', 1) end
    for _, deed in ipairs(deeds) do
      local state = deed[4] == delivery and call('HGET', p .. 'o:' .. deed[2], 'st')
      if state == 'sent' and shown then
        deed[4] = ELSEWHERE
      elseif state and state ~= 'recalled' and state ~= 'discarded' then
        deed[4], found = '', true
      end
    end
    call('HSET', key, 'dd', list_text(deeds))
    if found and (c[2] or '') ~= '' and c[3] == BY_HAND then open_again(number) end
  end
  if back.kind == 'hide' and kept_away_by(d[2], back.m) then
    put_out_of_sight(d[2], d[3], back.m, kept_away_by(d[2], back.m))
    forget_question(d[2], d[3], back.m, 'the message stays out of sight')
    leave_shelves(d[2], d[3])
  end
end
