-- The tasks, kept in a file.

local Tasks = {}
Tasks.__index = Tasks

function Tasks.load(path)
  local self = setmetatable({ path = path, tasks = {}, lastId = 0 }, Tasks)
  local file = fs.open(path, "r")
  if file then
    local saved = textutils.unserializeJSON(file.readAll())
    file.close()
    self.tasks, self.lastId = saved.tasks, saved.lastId
  end
  return self
end

function Tasks:save()
  local file = assert(fs.open(self.path, "w"))
  file.write(textutils.serializeJSON({
    tasks = self:list(),
    lastId = self.lastId,
  }))
  file.close()
end

-- An empty table would be written as an object.
function Tasks:list()
  return #self.tasks > 0 and self.tasks or textutils.empty_json_array
end

function Tasks:add(title)
  self.lastId = self.lastId + 1
  local task = { id = self.lastId, title = title }
  if self.tasks == textutils.empty_json_array then
    self.tasks = {}
  end
  table.insert(self.tasks, task)
  self:save()
  return task
end

function Tasks:remove(id)
  for position, task in ipairs(self.tasks) do
    if task.id == id then
      table.remove(self.tasks, position)
      self:save()
      return true
    end
  end
  return false
end

return Tasks
