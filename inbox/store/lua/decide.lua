-- Decides one pending draft, once: approved it becomes a delivery, its rivals are outdated.
-- ARGV: now, draft, verdict (approved or rejected), by (name), by (JSON), action (JSON), due, expected mode, reason,
--   '1' when the responders are asked for another, what is wished of that one
-- Answers {'ok', delivery id or ''} or {why not, detail, detail}.
local id, verdict, by = ARGV[2], ARGV[3], ARGV[4]
local d = call('HMGET', p .. 'd:' .. id, 'st', 'c', 'a', 'sp', 'by', 'why', 'b', 'to')
if not d[1] then return { 'missing' } end
if d[1] ~= 'pending' then return { 'decided', d[1], d[5] or '', d[6] or '' } end
local conv, account = d[2], d[3]
local claimed = call('HGET', p .. 'c:' .. conv, 'cl') or ''
local name, till = string.match(claimed, '^(.*)|(%d+)$')
if name and name ~= by and tonumber(till) > now then return { 'claimed', name } end
if ARGV[10] == '1' then
  local quiet = call('HGET', p .. 'c:' .. conv, 'q') or ''
  if quiet ~= '' then return { 'quiet', quiet } end
end
local mode = mode_now()
if verdict == 'approved' and mode ~= ARGV[8] then return { 'mode', mode } end

-- Makes it the same person's turn once more. Without a wish, what the draft rests on is left out until they say something
-- new or are answered; a responder that thinks about this conversation right now does not know of it, and is asked again.
local function ask_again(person, wish)
  local key, field, said = p .. 'c:' .. conv, 'dec:' .. person, cjson.decode(d[7])
  if wish ~= '' then
    call('HSET', key, 'wi:' .. person, cjson.encode({ wish, by, id }))
  else
    local declined = cjson.decode(call('HGET', key, field) or '[]')
    for _, source in ipairs(said.sources) do declined[#declined + 1] = said.by.name .. ':' .. source[1] end
    call('HSET', key, field, cjson.encode(declined))
  end
  call('HINCRBY', key, 'rev', 1)
  call('SADD', p .. 'ask:' .. conv, person)
  wake('draft', conv, now)
end

settle_draft(id, verdict, by, ARGV[9])
decided_in(id, mode)
forget_draft(conv, account, id)
record('draft.' .. verdict, conv, id, by, ARGV[9])
if ARGV[10] == '1' then ask_again(d[8] ~= '' and d[8] or call('HGET', p .. 'c:' .. conv, 'who') or '', ARGV[11]) end
local case = call('HMGET', p .. 'd:' .. id, 'cs', 'un')
local deed_of_case = d[4] ~= '1' and case[1] and not case[2] and tonumber(case[1])
if verdict == 'rejected' then
  if deed_of_case then drop_deed(deed_of_case, id, by, ARGV[9]) end
  return { 'ok', '' }
end
if d[4] == '1' then outdate(conv, account, by .. ' approved another', d[8]) end
local author = cjson.decode(d[7]).by.name
local delivery = enqueue(conv, account, id, ARGV[6], ARGV[5], author, tonumber(ARGV[7]), '', ARGV[9] == 'edited')
if deed_of_case then take_up_deed(deed_of_case, id, delivery) end
local back = call('HGET', p .. 'd:' .. id, 'bk')
if back then take_back_by_hand(conv, account, cjson.decode(back), id, delivery, by) end
return { 'ok', delivery }
