using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace KernelGuard.Tests.Policies.Compilation;

[Trait("Requirement", "S2-14")]
public sealed class PolicyDigestProperties
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void Digest_JsonAndYaml_AreTheSameInEveryCulture(string culture) => Prop.ForAll(RandomPolicy.Documents, json =>
    {
        var expected = PolicyText.LoadSet(json).Digest;
        var actual = "";
        Cultures.Run(culture, () => actual = PolicyText.LoadSet(RandomPolicy.ToYaml(json)).Digest);
        return actual == expected;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Digest_OneValueChanged_Differs() => Prop.ForAll(
        RandomPolicy.Documents,
        ArbMap.Default.ArbFor<NonNegativeInt>(),
        (json, which) => PolicyText.LoadSet(json).Digest != PolicyText.LoadSet(RandomPolicy.Changed(json, which.Get)).Digest)
        .QuickCheckThrowOnFailure();
}
