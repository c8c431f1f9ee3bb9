using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using Xunit;
using static KernelGuard.Tests.Tools.Results.SampleMakerTests;

namespace KernelGuard.Tests.Tools.Results;

public sealed class SampleMakerProperties
{
    [Fact]
    [Trait("Requirement", "S4-31")]
    public void TryMake_AnySchema_GivesAValueThatFitsBySomebodyElsesReading() => Prop.ForAll(
        RandomSchema.All.ToArbitrary(),
        schema =>
        {
            var text = schema.ToJsonString();
            return !Shape(text).TryMake(out var value) || ReferenceSchema.Fits(schema, schema, JsonNode.Parse(CanonicalJson.ToText(value)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    [Trait("Requirement", "S4-31")]
    public void TryMake_EqualSchemas_GivesEqualValues() => Prop.ForAll(
        RandomSchema.All.ToArbitrary(),
        schema =>
        {
            var text = schema.ToJsonString();
            return Shape(text).TryMake(out var one) == Shape(text).TryMake(out var other) && CanonicalJson.ToText(one) == CanonicalJson.ToText(other);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    // Without bounds that contradict each other there always is a value.
    [Fact]
    [Trait("Requirement", "S4-31")]
    public void TryMake_SchemaThatSomethingFits_FindsIt() => Prop.ForAll(
        RandomSchema.Satisfiable.ToArbitrary(),
        schema => Shape(schema.ToJsonString()).TryMake(out _)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
