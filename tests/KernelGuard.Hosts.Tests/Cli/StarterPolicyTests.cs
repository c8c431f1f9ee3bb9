namespace KernelGuard.Hosts.Tests.Cli;

/// <summary>The policies under samples/policies that have cases beside them.</summary>
public sealed class StarterPolicyTests
{
    private const string Folder = "samples/policies";

    public static TheoryData<string> Packs => [.. Names()];

    [Theory]
    [MemberData(nameof(Packs))]
    [Trait("Requirement", "S1-12")]
    [Trait("Requirement", "S1-13")]
    [Trait("Requirement", "S2-13")]
    [Trait("Requirement", "S3-33")]
    [Trait("Requirement", "S4-53")]
    [Trait("Requirement", "S4-54")]
    [Trait("Requirement", "S4-55")]
    [Trait("Requirement", "S4-35")]
    public async Task Test_StarterPolicy_PassesItsCasesAndReachesEveryRule(string pack)
    {
        var result = (await CliCall.RunAsync("test", Repository.FullPath($"{Folder}/{pack}"), "--min-coverage", "100")).Expect(0);

        Assert.Contains("failed: 0", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Packs))]
    public async Task Check_StarterPolicy_HasNoFindings(string pack) =>
        (await CliCall.RunAsync("check", Repository.FullPath($"{Folder}/{pack}"), "--strict")).Expect(0);

    [Fact]
    public async Task Check_AllStarterPoliciesTogether_FormOneSet() =>
        (await CliCall.RunAsync(["check", .. Names().Select(pack => Repository.FullPath($"{Folder}/{pack}"))])).Expect(0);

    [Theory]
    [InlineData("run a command", "shell")]
    [InlineData("send an e-mail", "email")]
    [InlineData("issue a refund, trigger a payment, move money", "payments")]
    [InlineData("update a record, modify production data", "database")]
    [InlineData("call an internal tool", "internal-systems")]
    [InlineData("touch a production workflow", "workflow")]
    [InlineData("deploy code", "deployments")]
    [InlineData("real infrastructure", "infrastructure")]
    [InlineData("access local files", "files")]
    [InlineData("customer data, sensitive data, customer impact", "customer-data")]
    [InlineData("export data", "data-export")]
    [InlineData("permissions", "permissions")]
    [InlineData("external communications", "email")]
    [InlineData("regulated workflow", "regulated")]
    [InlineData("finance agents in business hours, below 10,000", "business-hours")]
    [InlineData("agents of the last seven days are sandboxed", "new-agents")]
    [InlineData("agents earn trust and lose it", "gradual-trust")]
    [InlineData("money and personal data after untrusted content", "untrusted-content")]
    [Trait("Requirement", "S1-12")]
    [Trait("Requirement", "S1-13")]
    [Trait("Requirement", "S2-13")]
    [Trait("Requirement", "S3-33")]
    public void StarterPolicies_Area_HasAPolicyWithCasesAndALineInTheList(string area, string pack)
    {
        Assert.Contains(pack, Names());
        Assert.True(Repository.Read("samples/README.md").Contains($"(policies/{pack}/", StringComparison.Ordinal), $"samples/README.md does not say where `{area}` is");
    }

    private static IEnumerable<string> Names() => Directory.GetDirectories(Repository.FullPath(Folder))
        .Where(folder => Directory.Exists(Path.Combine(folder, "tests")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);
}
