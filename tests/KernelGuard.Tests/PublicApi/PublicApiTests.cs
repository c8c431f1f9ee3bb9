using KernelGuard.Tests.House;
using Xunit;

namespace KernelGuard.Tests.PublicApi;

public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. Product.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApi_Equals_TheApprovedText(string library) => ApprovedApi.Check(library, "tests/KernelGuard.Tests/PublicApi");

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
        PublicApiPrinter.LinesOf(typeof(Example<>)).Order(StringComparer.Ordinal));

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
