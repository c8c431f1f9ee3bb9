using System.CommandLine;
using System.Text;
using KernelGuard.Cli.Auditing;
using KernelGuard.Cli.Judging;
using KernelGuard.Cli.Output;
using KernelGuard.Evidence;

namespace KernelGuard.Cli.Commands;

/// <summary><c>kernelguard audit verify</c>: is this ledger what was written?</summary>
internal static class AuditVerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("folder") { Description = "The folder of the ledger." };
        var checkpoint = new Option<string?>("--checkpoint") { Description = "Checkpoints that were kept elsewhere, one on each line. Without them a cut of the ledger's end can stay hidden.", HelpName = "file" };
        var key = new Option<string?>("--key") { Description = "The public key in PEM form that was kept elsewhere. Without it the key in the folder is believed.", HelpName = "file" };
        var retired = new Option<bool>("--allow-retired") { Description = "Do not count it as a finding that retention deleted the oldest segments." };
        var json = StandardOptions.Json();
        var command = new Command("verify", "Verifies a ledger: finds every change to records that a checkpoint covers.") { folder, checkpoint, key, retired, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new LedgerVerifierOptions
            {
                TrustedCheckpoints = [.. ReadLines(parsed.GetValue(checkpoint))],
                PublicKeys = parsed.GetValue(key) is { } file ? [Encoding.UTF8.GetString(GuardFiles.ReadFile(file))] : [],
                AllowRetired = parsed.GetValue(retired),
            };
            var verification = await LedgerVerifier.VerifyAsync(ExistingFolder(parsed.GetRequiredValue(folder)), options, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonOutput.Write(terminal.Output, writer => VerificationPrinter.WriteJson(verification, writer));
            }
            else
            {
                VerificationPrinter.Print(verification, new Screen(terminal));
            }

            return verification.Ok ? ExitCodes.Fine : ExitCodes.Findings;
        });
        return command;
    }

    private static string ExistingFolder(string path) =>
        Directory.Exists(path) ? path : throw new CannotRunException($"there is no folder `{path}`");

    private static string[] ReadLines(string? path)
    {
        if (path is null)
        {
            return [];
        }

        var lines = Encoding.UTF8.GetString(GuardFiles.ReadFile(path)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        // Without a checkpoint to compare with, verification would answer a weaker question than the one that was asked.
        return lines.Length > 0 ? lines : throw new CannotRunException($"`{path}` holds no checkpoint");
    }
}
