-- Plimsoll in Neovim 0.7 or newer: require this file, or copy it into your configuration.
-- :lua vim.lsp.codelens.refresh() shows the costs, K the charges, code actions fix and waive.

local command = { "plimsoll", "lsp" }
local settings = {} -- stack = "dev", profile = "prod", annotations = "lenses"

local M = { status = "", clients = {} }

local function root_of(file)
  local found = vim.fn.findfile("Pulumi.yaml", vim.fn.fnamemodify(file, ":p:h") .. ";")
  return found ~= "" and vim.fn.fnamemodify(found, ":p:h") or nil
end

-- Ask for what a waiver needs, one input after the other.
local function waive(action, context)
  local uri, waiver = action.arguments[1], action.arguments[2]
  local client = vim.lsp.get_client_by_id(context.client_id)
  local function ask(keys)
    local key = table.remove(keys, 1)
    if not key then
      local call = { command = "plimsoll.addWaiver", arguments = { uri, waiver } }
      client.request("workspace/executeCommand", call)
      return
    end
    vim.ui.input({ prompt = key .. ": " }, function(text)
      if text and text ~= "" then
        waiver[key] = text
        ask(keys)
      end
    end)
  end
  ask({ "reason", "owner", "expires" })
end

function M.attach(buffer)
  local root = root_of(vim.api.nvim_buf_get_name(buffer))
  if not root then
    return
  end
  M.clients[root] = M.clients[root]
    or vim.lsp.start_client({
      name = "plimsoll",
      cmd = command,
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      init_options = next(settings) and settings or vim.empty_dict(),
      commands = { ["plimsoll.waive"] = waive, ["plimsoll.showCharges"] = vim.lsp.buf.hover },
      handlers = {
        ["plimsoll/status"] = function(_, status)
          M.status = status.text -- for the status line: %{v:lua.require'plimsoll'.status}
          if status.state == "ready" then
            vim.lsp.codelens.refresh()
          end
        end,
      },
    })
  vim.lsp.buf_attach_client(buffer, M.clients[root])
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = { "python", "yaml" },
  callback = function(event)
    M.attach(event.buf)
  end,
})

return M
