using System.Text.Json;

namespace KernelGuard.Hosts.Tests.Cli.Commands;

public sealed class DecideStreamTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Decide_LivePipe_AnswersEachLineBeforeTheNext()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = CliProcess.Start(["decide", "--policy", _folder.Write("p.yaml", Policies.Refunds), "--calls", "-"]);
        for (var amount = 50; amount < 1_000; amount += 100)
        {
            await process.StandardInput.WriteLineAsync($$$"""{"id":"{{{amount}}}","session":"s","tool":"Refunds.Issue","args":{"amount":{{{amount}}}}}""");
            await process.StandardInput.FlushAsync(cancellation);
            var answer = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync(cancellation))!).RootElement;

            Assert.Equal($"{amount}", answer.GetProperty("id").GetString());
            Assert.Equal(amount < 100 ? "allow" : amount <= 500 ? "require_approval" : "deny", answer.GetProperty("decision").GetString());
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Decide_ReaderGone_EndsWithoutStackTrace()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var process = CliProcess.Start(["decide", "--policy", _folder.Write("p.yaml", Policies.Refunds), "--calls", "-"]);
        process.StandardOutput.Close();
        try
        {
            for (var i = 0; i < 10_000; i++)
            {
                await process.StandardInput.WriteLineAsync("""{"tool":"Refunds.Issue","args":{"amount":1}}""");
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has already ended.
        }

        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.InRange(process.ExitCode, 0, 2);
    }
}
