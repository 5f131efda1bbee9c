-- What cases are made of: labels, strikes, and deeds, which several cases may share; in all scripts that open, change or undo
-- a case, before _cases.lua. In KEYS[1]'s brand: mp:<contact> what is known of the person, slowed:<conversation>, and the
-- days' counts, which stand under the number of the day since 1970.
local DAYS_KEPT = 400
local SLOW_LASTS = 3600 -- seconds; what a rule slowed down goes its way again then
local TAKES_AWAY = { hide = true, remove = true } -- out of sight; a mute or a block leaves the message where it is

local function count_day(field, by)
  local key = p .. 'modday:' .. math.floor(now / 86400000)
  call('HINCRBY', key, field, by or 1)
  call('EXPIRE', key, DAYS_KEPT * 86400)
end

-- The decoded list behind a field of JSON, {} when there is none; and the JSON of a list, which cjson would write as {}.
local function list_of(text)
  return text and text ~= '' and cjson.decode(text) or {}
end

local function list_text(list)
  return #list == 0 and '[]' or cjson.encode(list)
end

-- Answers whether the conversation did not have that label.
local function add_label(conv, account, label, by)
  local labels = list_of(call('HGET', p .. 'c:' .. conv, 'lb'))
  for _, old in ipairs(labels) do
    if old == label then return false end
  end
  labels[#labels + 1] = label
  call('HSET', p .. 'c:' .. conv, 'lb', cjson.encode(labels))
  shelve('label:' .. label, conv, account, now)
  record('conversation.labelled', conv, '', by, label)
  return true
end

local function drop_label(conv, account, label)
  local left = {}
  for _, one in ipairs(list_of(call('HGET', p .. 'c:' .. conv, 'lb'))) do
    if one ~= label then left[#left + 1] = one end
  end
  call('HSET', p .. 'c:' .. conv, 'lb', list_text(left))
  unshelve('label:' .. label, conv, account)
end

-- The labels of a case stay on its conversation for as long as one of the cases stands that set them there; what somebody
-- set before stays for ever.
local function set_labels(number, conv, account, labels, by)
  local set, has = list_of(call('HGET', p .. 'k:' .. number, 'ls')), {}
  for _, label in ipairs(set) do has[label] = true end
  for _, label in ipairs(labels) do
    local fresh = add_label(conv, account, label, by)
    if not has[label] and (fresh or call('HEXISTS', p .. 'lbk:' .. conv, label) == 1) then
      call('HINCRBY', p .. 'lbk:' .. conv, label, 1)
      set[#set + 1], has[label] = label, true
    end
  end
  if #set > 0 then call('HSET', p .. 'k:' .. number, 'ls', cjson.encode(set)) end
end

local function take_labels_off(number, conv, account)
  for _, label in ipairs(list_of(call('HGET', p .. 'k:' .. number, 'ls'))) do
    if call('HINCRBY', p .. 'lbk:' .. conv, label, -1) <= 0 then
      call('HDEL', p .. 'lbk:' .. conv, label)
      drop_label(conv, account, label)
    end
  end
end

-- ---------------------------------------------------------------------------------------------------------- strikes

local function person_key(account, person)
  return p .. 'mp:' .. account .. '/' .. person
end

-- The points of a list of strikes as they count now: half of them are left after `half_life` ms, a quarter after two.
local function points_now(strikes, half_life)
  local points = 0
  for _, strike in ipairs(strikes) do points = points + strike[2] * 0.5 ^ (math.max(0, now - strike[1]) / half_life) end
  return points
end

-- The keys of somebody on all networks on which one of ours confirmed that they are the same.
local function same_people(account, person)
  local key = person_key(account, person)
  local group = call('HGET', key, 'same')
  if not group or group == '' then return { key } end
  local keys = {}
  for _, contact in ipairs(call('SMEMBERS', p .. 'same:' .. group)) do keys[#keys + 1] = p .. 'mp:' .. contact end
  return keys
end

-- Of somebody who never stops the oldest strikes become one, which goes with the newer of their cases.
local STRIKES_OF_ONE = 200
local function add_up(strikes, half_life)
  while #strikes > STRIKES_OF_ONE do
    local first, second = table.remove(strikes, 1), strikes[1]
    local left = first[2] * 0.5 ^ (math.max(0, second[1] - first[1]) / half_life)
    strikes[1] = { second[1], left + second[2], second[3] }
  end
end

-- Gives somebody points for a case; answers how many count now without and with these, over all their accounts.
local function strike(account, person, points, number, half_life)
  local before = 0
  for _, key in ipairs(same_people(account, person)) do
    before = before + points_now(list_of(call('HGET', key, 'st')), half_life)
  end
  local key = person_key(account, person)
  local strikes = {}
  for _, one in ipairs(list_of(call('HGET', key, 'st'))) do -- after twenty half-lives a millionth is left
    if now - one[1] < 20 * half_life then strikes[#strikes + 1] = one end
  end
  strikes[#strikes + 1] = { now, points, number }
  add_up(strikes, half_life)
  call('HSET', key, 'st', cjson.encode(strikes))
  return before, before + points
end

local function forget_strikes(account, person, number)
  local key, left = person_key(account, person), {}
  for _, one in ipairs(list_of(call('HGET', key, 'st'))) do
    if one[3] ~= number then left[#left + 1] = one end
  end
  call('HSET', key, 'st', list_text(left))
end

-- ------------------------------------------------------------------------------------------------------------ deeds

-- Puts one action of a case (or of none) on its way, decided already: `body` is its proposal, `by` who decides (JSON),
-- `author` their name. What speaks waits in the conversation's line like any reply; all else goes before it. Answers the delivery.
local function act_for_case(number, conv, account, body, about, by, author, due, speaks)
  local id = tostring(call('INCR', p .. 'seq'))
  call('HSET', p .. 'd:' .. id, 'st', 'pending', 'b', body, 'c', conv, 'a', account, 'ab', about, 'at', now,
    'sp', speaks and '1' or '0', 'to', author_of(conv, about))
  if number then call('HSET', p .. 'd:' .. id, 'cs', number) end
  settle_draft(id, 'approved', author, '')
  decided_in(id, mode_now())
  return enqueue(conv, account, id, cjson.decode(body).x, by, author, due, '', false, not speaks and number or nil), id
end

-- Whether something that was done to somebody in one conversation is the same in another: whom we shut out is shut out of
-- the account, but where we guard a group of that group alone.
local function same_place(kind, conv, other)
  if conv == other then return true end
  local function apart(one) return string.find(call('HGET', p .. 'c:' .. one, 'th') or '', '"k":"group"', 1, true) end
  return kind == 'block' and not apart(conv) and not apart(other)
end

local function same_kind(one, other)
  return one == other or (TAKES_AWAY[one] and TAKES_AWAY[other]) or false
end

-- The numbers of the cases in which something of a kind may stand: about a message (hide, remove), or for a person.
local function cases_with(kind, conv, account, message, person)
  if TAKES_AWAY[kind] then return list_of(call('HGET', p .. 'kon:' .. conv, message) or nil) end
  return person ~= '' and call('LRANGE', p .. 'kof:' .. account .. '/' .. person, 0, 49) or {}
end

-- Whether a deed was done, or will be, and nobody took it back.
local function is_live(deed)
  if deed[4] ~= '' then return false end
  local state = call('HGET', p .. 'o:' .. deed[2], 'st')
  return state ~= 'recalled' and state ~= 'discarded', state
end

-- The number of a case that stands and wants something of a kind, how far that is, and by which deed: it is not taken back
-- outside then.
local function wanted_still(kind, conv, account, message, person)
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local k = call('HMGET', p .. 'k:' .. number, 'ut', 'c', 'dd')
    local deeds = (k[1] or '') == '' and same_place(kind, conv, k[2]) and list_of(k[3]) or {}
    for _, deed in ipairs(deeds) do
      local live, state = is_live(deed)
      if live and same_kind(deed[1], kind) then return number, state, deed end
    end
  end
  return nil
end

-- The numbers of the cases that stand and have this delivery as their deed.
local function sharing(kind, conv, account, message, person, delivery)
  local numbers = {}
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local k = call('HMGET', p .. 'k:' .. number, 'ut', 'dd')
    for _, deed in ipairs((k[1] or '') == '' and list_of(k[2]) or {}) do
      if deed[2] == delivery and deed[4] == '' then numbers[#numbers + 1] = tonumber(number) end
    end
  end
  return numbers
end

-- Whether the network did what a delivery says, or may have.
local function perhaps_done(id)
  local o = call('HMGET', p .. 'o:' .. id, 'st', 'pd')
  return o[1] == 'sent' or o[1] == 'sending' or o[2]
end

-- Lets a delivery be that waits to be sent, or whether that is tried again; answers whether it did wait, and whether it was
-- never done: what was tried before may have been.
local function let_be(id, conv, why)
  local o = call('HMGET', p .. 'o:' .. id, 'st', 'd', 'pd')
  if o[1] ~= 'queued' and o[1] ~= 'parked' then return false, false end
  local to = o[1] == 'queued' and 'recalled' or 'discarded'
  call('HSET', p .. 'o:' .. id, 'st', to)
  call('ZREM', p .. 'q:parked', id)
  if to == 'recalled' then take_out(conv, id) end
  settle_draft(o[2], 'outdated', '', why)
  record('delivery.' .. to, conv, id, '', why)
  return true, not o[3]
end

-- What is wanted anew must not be taken back by what was decided before: such a delivery that has not left never does.
-- Answers the deed that stays done by that, if there is one.
local ANEW = 'it is wanted anew'
local function keep_done(kind, conv, account, message, person)
  local kept, never_done = nil, {}
  for _, number in ipairs(cases_with(kind, conv, account, message, person)) do
    local k = call('HMGET', p .. 'k:' .. number, 'c', 'dd')
    for _, deed in ipairs(same_place(kind, conv, k[1]) and list_of(k[2]) or {}) do
      if same_kind(deed[1], kind) and deed[4] ~= '' then
        if never_done[deed[4]] == nil then never_done[deed[4]] = select(2, let_be(deed[4], k[1], ANEW)) end
        local state = call('HGET', p .. 'o:' .. deed[2], 'st')
        if never_done[deed[4]] and state ~= 'recalled' and state ~= 'discarded' then
          kept = { deed[1], deed[2], deed[3], '' }
        end
      end
    end
  end
  for _, id in ipairs(call('LRANGE', p .. 'ob:' .. conv, 0, -1)) do -- by hand, and slower than what moderation does
    local back = call('HGET', p .. 'd:' .. call('HGET', p .. 'o:' .. id, 'd'), 'bk')
    local one = back and cjson.decode(back)
    if one and same_kind(one.kind, kind) and one.m .. one.p == (TAKES_AWAY[kind] and message or person) then
      let_be(id, conv, ANEW)
    end
  end
  return kept
end

-- Below posts each thread is a place of its own: of somebody who is muted in many, those are forgotten where that is over.
local MANY_PLACES = 50
local function forget_mutes_over(key)
  local fields = call('HGETALL', key)
  for i = 1, #fields, 2 do
    if string.sub(fields[i], 1, 3) == 'mu:' and tonumber(fields[i + 1]) <= now then call('HDEL', key, fields[i]) end
  end
end

-- Whether something stands already for this person, place or message; what does not is noted as standing from now on.
local function stands_already(number, kind, conv, account, person, about, seconds)
  if TAKES_AWAY[kind] then return wanted_still(kind, conv, account, about, person) ~= nil end
  if kind == 'block' then return call('HSETNX', person_key(account, person), 'bl:' .. conv, number) == 0 end
  if kind == 'slow' then return not call('SET', p .. 'slowed:' .. conv, number, 'EX', SLOW_LASTS, 'NX') end
  local key, field = person_key(account, person), 'mu:' .. conv
  if tonumber(call('HGET', key, field) or '0') >= now + seconds * 500 then return true end -- half as long at least
  call('HSET', key, field, now + seconds * 1000)
  if call('HLEN', key) > MANY_PLACES then forget_mutes_over(key) end
  return false
end

-- Does the deeds of a case: each {kind, body, seconds, who knows them twice}. What stands already by another case is a deed
-- of this one, too, so that it stays until both are undone. Answers the list as the case keeps it, and how many of these are
-- its own.
local function do_deeds(number, conv, account, person, about, deeds, by, author, due)
  local done, own = {}, 0
  for _, deed in ipairs(deeds) do
    local kind, body, seconds = deed[1], deed[2], deed[3] or 0
    if stands_already(number, kind, conv, account, person, about, seconds) then
      local _, _, theirs = wanted_still(kind, conv, account, about, person)
      if theirs and kind ~= 'slow' then done[#done + 1] = { theirs[1], theirs[2], theirs[3], '' } end -- that ends by its clock
    else
      keep_done(kind, conv, account, about, person)
      local delivery = act_for_case(number, conv, account, body, about, by, author, due)
      done[#done + 1], own = { kind, delivery, seconds, '' }, own + 1
    end
  end
  return done, own
end

-- What stands for a person by a mute or a block stands no more, so that it may be done again; unless another case wants it.
local function forget_deed(account, conv, person, kind)
  if not TAKES_AWAY[kind] and kind ~= 'slow' and wanted_still(kind, conv, account, '', person) then return end
  if kind == 'mute' then call('HDEL', person_key(account, person), 'mu:' .. conv) end
  if kind == 'block' then call('HDEL', person_key(account, person), 'bl:' .. conv) end
  if kind == 'slow' then call('DEL', p .. 'slowed:' .. conv) end
end
