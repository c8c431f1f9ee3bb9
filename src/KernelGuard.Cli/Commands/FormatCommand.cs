using System.CommandLine;
using KernelGuard.Cli.Formatting;
using KernelGuard.Cli.Output;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard format</c>: gives policies and cases one layout, so that differences between versions show what changed.</summary>
internal static class FormatCommand
{
    public static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("path") { Description = "Files of policies or cases, and folders in which they are looked for at any depth.", Arity = ArgumentArity.OneOrMore };
        paths.Validators.Add(StandardOptions.RejectOptions);
        var check = new Option<bool>("--check") { Description = "Write nothing; name the files that would change: exit code 1." };
        var command = new Command("format", "Gives policies and cases one layout. What they say, and every comment, stays.") { paths, check };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(paths), parsed.GetValue(check), new Screen(terminal)));
        return command;
    }

    private static int Run(IReadOnlyList<string> paths, bool onlyChecks, Screen screen)
    {
        var files = new Formatter(Layout.Format).Plan(paths);
        var needed = files.Where(file => file.IsNeeded).ToList();
        var done = onlyChecks ? "not formatted" : "formatted";
        foreach (var file in needed)
        {
            if (!onlyChecks)
            {
                FileReplacement.Write(file);
            }

            screen.WriteLine($"{done}: {file.Path}");
        }

        screen.WriteLine($"files: {Screen.Number(files.Count)}; {done}: {Screen.Number(needed.Count)}");
        return onlyChecks && needed.Count > 0 ? ExitCodes.Findings : ExitCodes.Fine;
    }
}
