using System.Reflection;
using KernelGuard.Tests.House;
using Xunit;

namespace KernelGuard.Tests.PublicApi;

/// <summary>The public surface is a text file, so that a reviewer sees it change.</summary>
public sealed class PublicApiTests
{
    private const string ApproveVariable = "KERNELGUARD_APPROVE";

    public static TheoryData<string> Libraries => [.. Product.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_Equals_TheApprovedText(string library)
    {
        var approvedPath = Repository.FullPath($"tests/KernelGuard.Tests/PublicApi/{library}.txt");
        var received = PublicApiPrinter.Print(Assembly.Load(library));
        if (Environment.GetEnvironmentVariable(ApproveVariable) == "1")
        {
            File.WriteAllText(approvedPath, received);
        }

        var approved = File.Exists(approvedPath) ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n") : "";
        if (received != approved)
        {
            Assert.Fail(Explain(library, approved.Split('\n'), received));
        }
    }

    [Fact]
    public void LinesOf_AType_ShowWhatUsersSee() => Assert.Equal(
        [
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T> : abstract class, IDisposable",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.Dispose() : void",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.Find(in T value, int[] among, out string found, CancellationToken token = default) : abstract bool",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.Limit : const int = 3",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.Name : string { get; init; }",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.Reset<TKey>(TKey key, string why = \"none\") : protected virtual T?",
            "KernelGuard.Tests.PublicApi.PublicApiTests.Example<T>.new() : protected constructor",
        ],
        PublicApiPrinter.LinesOf(typeof(Example<>)).Order(StringComparer.Ordinal).Select(line => line.Replace("protected virtual T?", "protected virtual T?", StringComparison.Ordinal)));

    private static string Explain(string library, string[] approved, string received)
    {
        var receivedPath = Repository.FullPath($"artifacts/public-api/{library}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(receivedPath)!);
        File.WriteAllText(receivedPath, received);
        var lines = received.Split('\n');
        var changes = approved.Except(lines).Select(line => $"- {line}").Concat(lines.Except(approved).Select(line => $"+ {line}"));
        return $"""
            The public API of {library} is not the approved one:
            {string.Join('\n', changes)}
            The received text is in artifacts/public-api/{library}.txt. To accept it, run this test with {ApproveVariable}=1 and commit the change.
            """;
    }

    internal abstract class Example<T> : IDisposable
        where T : struct
    {
        public const int Limit = 3;

        protected Example()
        {
        }

        public string Name { get; init; } = "";

        internal int Hidden { get; set; }

        public abstract bool Find(in T value, int[] among, out string found, CancellationToken token = default);

        public void Dispose() => GC.SuppressFinalize(this);

        public override string ToString() => Name;

        protected virtual T? Reset<TKey>(TKey key, string why = "none") => null;
    }
}
