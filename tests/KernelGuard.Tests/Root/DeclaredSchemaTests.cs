using Xunit;

namespace KernelGuard.Tests.Root;

/// <summary>Schemas that documents declare, on the way of a call through the guard.</summary>
public sealed class DeclaredSchemaTests
{
    private const string Policy = """
        kernelguard: 1
        policy: p
        tools:
          Pay:
            args:
              type: object
              properties:
                amount: { type: number, multipleOf: 0.01 }
                parts: { type: array, prefixItems: [{ type: integer }], items: false }
                labels: { type: object, patternProperties: { "^a": { type: integer } }, additionalProperties: false }
                iban: { type: string }
                card: { type: string, not: { const: stolen } }
              dependentRequired: { iban: [amount] }
              if: { properties: { amount: { exclusiveMinimum: 100 } }, required: [amount] }
              then: { required: [iban] }
              minProperties: 1
        rules:
          - { id: pay, tool: Pay, effect: allow }
        """;

    [Theory]
    [Trait("Requirement", "S5-28")]
    [InlineData("""{"amount":"10.25"}""", true)]
    [InlineData("""{"amount":10.255}""", false)]
    [InlineData("""{"parts":["1"]}""", true)]
    [InlineData("""{"parts":[1,2]}""", false)]
    [InlineData("""{"labels":{"ab":5}}""", true)]
    [InlineData("""{"labels":{"ab":"x"}}""", false)]
    [InlineData("""{"labels":{"b":5}}""", false)]
    [InlineData("""{"amount":"101","iban":"x"}""", true)]
    [InlineData("""{"amount":"101"}""", false)]
    [InlineData("""{"iban":"x"}""", false)]
    [InlineData("""{"card":"stolen"}""", false)]
    [InlineData("{}", false)]
    public async Task InvokeAsync_DeclaredSchema_RefusesWhatDoesNotFit(string arguments, bool fits)
    {
        await using var kit = new TestGuard(Policy);
        await kit.CallAsync("Pay", arguments);
        Assert.Equal(fits ? 1 : 0, kit.Tool.Count);
    }
}
