-- Method calls through a metatable with an __index table: one class, a few accounts, many messages.
local scale = tonumber((...)) or 1
local n = math.floor(7400000 * scale)

local Account = {}
Account.__index = Account

function Account.new(owner, balance)
  return setmetatable({ owner = owner, balance = balance, entries = 0 }, Account)
end

function Account:deposit(amount)
  self.balance = self.balance + amount
  self.entries = self.entries + 1
  return self
end

function Account:withdraw(amount)
  if amount > self.balance then
    return false
  end
  self.balance = self.balance - amount
  self.entries = self.entries + 1
  return true
end

function Account:get_balance()
  return self.balance
end

local accounts = { Account.new("ann", 100), Account.new("bob", 50), Account.new("cy", 10) }

local started = os.clock()
local refused, seen = 0, 0
for i = 1, n do
  local account = accounts[i % 3 + 1]
  account:deposit(i % 11)
  if not account:withdraw(i % 13) then
    refused = refused + 1
  end
  seen = (seen + account:get_balance()) % 1000003
end
local entries = 0
for i = 1, #accounts do
  entries = entries + accounts[i].entries
end
local seconds = os.clock() - started

print(string.format("checksum %d %d %d", refused, entries, seen))
print(string.format("seconds %.6f", seconds))
