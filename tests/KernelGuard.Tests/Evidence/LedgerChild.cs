using System.Globalization;
using System.Runtime.CompilerServices;
using KernelGuard.Evidence;

namespace KernelGuard.Tests.Evidence;

/// <summary>
/// The process that a test kills: this assembly started again with a folder in an environment variable. It appends decisions until it dies and
/// prints the number of each that was acknowledged.
/// </summary>
internal static class LedgerChild
{
    public const string FolderVariable = "KERNELGUARD_TEST_LEDGER";
    public const string FirstVariable = "KERNELGUARD_TEST_FIRST";
    private const int InFlight = 8;

    [ModuleInitializer]
#pragma warning disable CA2255 // the only way to run before the test framework's own entry point
    internal static void RunIfAsked()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { } folder)
        {
            Append(folder, ulong.Parse(Environment.GetEnvironmentVariable(FirstVariable)!, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Appends several records at a time. Blocks: until an initializer ends, no other thread can run code of this assembly.</summary>
    private static void Append(string folder, ulong next)
    {
        var ledger = FileLedger.Open(folder, new FileLedgerOptions { MaxSegmentRecords = 100, CheckpointRecords = 30 });
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var appends = new Task[InFlight];
        while (true)
        {
            for (var i = 0; i < InFlight; i++)
            {
                appends[i] = ledger.AppendAsync(EvidenceSamples.DecisionRecord(next + (ulong)i), CancellationToken.None).AsTask();
            }

            for (var i = 0; i < InFlight; i++, next++)
            {
                appends[i].GetAwaiter().GetResult();
                output.Write(string.Create(CultureInfo.InvariantCulture, $"{next}\n"));
                ledger.AppendAsync(EvidenceSamples.OutcomeRecord(next), CancellationToken.None).AsTask().GetAwaiter().GetResult();
            }
        }
    }
}
