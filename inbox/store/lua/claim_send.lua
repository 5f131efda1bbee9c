-- Claims the next conversation with a delivery due, and the delivery at the head of its line.
-- ARGV: now, lease, token, pause between looks at a stopped account
-- Answers {'', next due}, {'again'} when the lane had nothing to do yet, or {conversation, delivery id, its fields,
-- mode, what the reply window needs: when they last wrote, the thread, the message that is answered (its id and record),
-- how much we said since they last wrote}.
local conv, next_due = claim('send', tonumber(ARGV[2]), ARGV[3])
if not conv then return { '', next_due } end
local id = head_of(conv)
if not id then
  release('send', conv, ARGV[3])
  return { 'again' }
end
local o = call('HMGET', p .. 'o:' .. id, 'st', 'due', 'a', 'd')
local account = call('HMGET', p .. 'a:' .. o[3], 'state', 'until')
local from = tonumber(o[2])
if account[1] == 'stopped' then
  from = now + tonumber(ARGV[4])
elseif account[1] == 'paused' and tonumber(account[2]) > now then
  from = math.max(from, tonumber(account[2]))
end
if from > now and o[1] == 'queued' then
  release('send', conv, ARGV[3], from)
  return { 'again' }
end
local about = call('HGET', p .. 'd:' .. o[4], 'ab') or ''
local asked = about ~= '' and call('HGET', p .. 'm:' .. conv, about) or ''
local c = call('HMGET', p .. 'c:' .. conv, 'lat', 'th')
return { conv, id, call('HGETALL', p .. 'o:' .. id), mode_now(), { c[1], c[2], about, asked, said_since(conv) } }
