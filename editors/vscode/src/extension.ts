// A thin client: it starts `plimsoll lsp`, shows its status, and asks for what a waiver needs.

import * as path from "node:path";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

const SETTINGS = ["stack", "profile", "python", "timeout", "annotations", "delay"] as const;
const SELECTOR = [
  { scheme: "file", language: "python" },
  { scheme: "file", language: "yaml" },
];

interface Status {
  state: "idle" | "running" | "ready" | "failed";
  text: string;
  message: string;
  overBudget: boolean;
}

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const line = vscode.window.createStatusBarItem(vscode.StatusBarAlignment.Left);
  line.command = "plimsoll.analyzeNow";
  context.subscriptions.push(
    line,
    vscode.commands.registerCommand("plimsoll.restart", () => restart(line)),
    vscode.commands.registerCommand("plimsoll.analyzeNow", analyzeNow),
    vscode.commands.registerCommand("plimsoll.waive", waive),
    vscode.commands.registerCommand("plimsoll.showCharges", showCharges),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("plimsoll.command")) {
        await restart(line);
      } else if (change.affectsConfiguration("plimsoll")) {
        await client?.sendNotification("workspace/didChangeConfiguration", { settings: { plimsoll: settings() } });
      }
    }),
  );
  await start(line);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}

async function start(line: vscode.StatusBarItem): Promise<void> {
  const [command, ...args] = vscode.workspace.getConfiguration("plimsoll").get<string[]>("command", []);
  if (!command) {
    void vscode.window.showErrorMessage('Plimsoll: plimsoll.command is empty; set it, for example to ["plimsoll", "lsp"]');
    return;
  }
  const server: ServerOptions = { command: located(command), args, options: { cwd: folder() } };
  const options: LanguageClientOptions = { documentSelector: SELECTOR, initializationOptions: settings() };
  client = new LanguageClient("plimsoll", "Plimsoll", server, options);
  client.onNotification("plimsoll/status", (status: Status) => show(line, status));
  try {
    await client.start();
  } catch (error) {
    void vscode.window.showErrorMessage(
      `Plimsoll: ${command} does not start (${String(error)}); run: pip install 'plimsoll[lsp]', and set plimsoll.command`,
    );
  }
}

async function restart(line: vscode.StatusBarItem): Promise<void> {
  await client?.stop();
  await start(line);
}

function folder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

function located(command: string): string {
  const root = folder();
  return root && command.includes("/") && !path.isAbsolute(command) ? path.join(root, command) : command;
}

function settings(): Record<string, unknown> {
  const all = vscode.workspace.getConfiguration("plimsoll");
  return Object.fromEntries(SETTINGS.map((key) => [key, all.get(key)]));
}

function show(line: vscode.StatusBarItem, status: Status): void {
  const icons = { idle: "circle-outline", running: "sync~spin", ready: "check", failed: "error" };
  line.text = `$(${icons[status.state]}) ${status.text}`;
  line.tooltip = status.message || "Monthly cost of the stack. Click to preview and price it again.";
  line.backgroundColor = status.overBudget ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
  line.show();
}

async function analyzeNow(): Promise<void> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (uri) {
    await client?.sendRequest("workspace/executeCommand", { command: "plimsoll.analyze", arguments: [uri.toString()] });
  }
}

async function showCharges(_file: string, line: number): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor) {
    const at = editor.document.lineAt(line - 1).firstNonWhitespaceCharacterIndex;
    editor.selection = new vscode.Selection(line - 1, at, line - 1, at);
    await vscode.commands.executeCommand("editor.action.showHover");
  }
}

async function waive(uri: string, found: { rule: string; resource: string }): Promise<void> {
  const title = `Waive ${found.rule} on ${found.resource}`;
  const ask = (prompt: string, value = "") =>
    vscode.window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput: (text) => (text.trim() ? undefined : "required") });
  const reason = await ask("Reason: why the finding is accepted");
  const owner = reason && (await ask("Owner: who answers for it"));
  const inNinetyDays = new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10);
  const expires = owner && (await ask("Expires: the day from which it is a finding again", inNinetyDays));
  if (expires) {
    const waiver = { ...found, reason, owner, expires };
    await client?.sendRequest("workspace/executeCommand", { command: "plimsoll.addWaiver", arguments: [uri, waiver] });
  }
}
