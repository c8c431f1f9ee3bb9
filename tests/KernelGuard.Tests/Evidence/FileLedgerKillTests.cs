using System.Diagnostics;
using System.Globalization;
using KernelGuard.Evidence;
using Xunit;

namespace KernelGuard.Tests.Evidence;

[Trait("Requirement", "S2-18")]
public sealed class FileLedgerKillTests : IDisposable
{
    private readonly LedgerTestFolder _folder = new();

    [Theory(Timeout = 120_000)]
    [InlineData(1)]
    [InlineData(120)]
    [InlineData(700)]
    public async Task AppendAsync_ProcessKilled_LosesNoAcknowledgedRecord(int acknowledgedBeforeTheKill)
    {
        var acknowledged = new List<ulong>();
        for (ulong run = 0; run < 3; run++)
        {
            acknowledged.AddRange(await RunAndKillAsync(first: 1_000_000 * (run + 1), acknowledgedBeforeTheKill));
        }

        await _folder.WriteCallsAsync(1);

        var result = await _folder.VerifyAsync();
        Assert.Empty(result.Findings);
        var recorded = _folder.Lines().Where(static line => line.Contains("\"type\":\"decision\"", StringComparison.Ordinal)).Select(IdOf).ToHashSet();
        Assert.True(acknowledged.Count >= 3 * acknowledgedBeforeTheKill);
        Assert.All(acknowledged, number => Assert.Contains(EvidenceSamples.Id(number).ToString(), recorded));
    }

    [Fact(Timeout = 120_000)]
    public async Task Open_WhileAnotherProcessWrites_SaysSo()
    {
        using var child = Start(first: 1);
        await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        var error = Assert.Throws<LedgerUnavailableException>(() => _folder.Open());

        child.Kill();
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("another process", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string IdOf(string line)
    {
        const string key = "\"decision_id\":\"";
        return line.Substring(line.IndexOf(key, StringComparison.Ordinal) + key.Length, 26);
    }

    private async Task<List<ulong>> RunAndKillAsync(ulong first, int count)
    {
        var acknowledged = new List<ulong>();
        using var child = Start(first);
        try
        {
            while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                acknowledged.Add(ulong.Parse(line, CultureInfo.InvariantCulture));
                if (acknowledged.Count == count)
                {
                    // SIGKILL: no handler, no flush, no last word. What was printed before it still has to be read.
                    child.Kill();
                }
            }
        }
        finally
        {
            child.Kill();
        }

        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(acknowledged.Count >= count, await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        return acknowledged;
    }

    private Process Start(ulong first)
    {
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        var start = new ProcessStartInfo(host)
        {
            ArgumentList = { "exec", typeof(LedgerChild).Assembly.Location },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                [LedgerChild.FolderVariable] = _folder.Path,
                [LedgerChild.FirstVariable] = first.ToString(CultureInfo.InvariantCulture),
            },
        };
        return Process.Start(start)!;
    }
}
