using System.Text.Json.Nodes;
using KernelGuard.Adapters.Tests.Fakes;
using Xunit;

namespace KernelGuard.Adapters.Tests.Contract;

/// <summary>Same call, same policy, same decision: each seam makes the calls of the data file its own way.</summary>
/// <typeparam name="TSeam">The way to the tool.</typeparam>
public abstract class SeamContract<TSeam>
    where TSeam : HostSeam, new()
{
    private protected virtual bool IsAdapter => true;

    [Theory]
    [MemberData(nameof(ContractCase.Names), MemberType = typeof(ContractCase))]
    [Trait("Way", "7")]
    [Trait("Requirement", "S1-06")]
    [Trait("Requirement", "S2-32")]
    [Trait("Requirement", "S3-44")]
    [Trait("Requirement", "S4-66")]
    [Trait("Requirement", "S5-23")]
    public async Task Call_OfTheDataFile_IsDecidedAsOnEverySeam(string name)
    {
        var call = ContractCase.All.Single(c => c.Name == name);
        Assert.SkipWhen(call.AdaptersOnly && !IsAdapter, "the key means something to adapters only");
        await using var fixture = new GuardFixture(ContractCase.Policy);
        var tools = new ShopTools();

        var result = await new TSeam().CallAsync(fixture.Guard, call.Tool, tools[call.Tool], call.Arguments(), TestContext.Current.CancellationToken);

        var decision = Assert.Single(fixture.Decisions);
        Assert.Equal(call.Tool, (string?)decision["tool"]!["name"]);
        Assert.Single(fixture.Outcomes);
        if (call.Status == "permitted")
        {
            Assert.Equal(call.Ran, Assert.Single(tools.Ran));
            Assert.Equal($"ok: {call.Ran}", result);
            return;
        }

        var refusal = JsonNode.Parse(result)!;
        Assert.Equal((call.Status, call.Code, false), ((string?)refusal["status"], (string?)refusal["code"], (bool)refusal["executed"]!));
        Assert.Empty(tools.Ran);
    }
}
