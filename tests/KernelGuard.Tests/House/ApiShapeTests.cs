using System.Reflection;
using System.Runtime.CompilerServices;
using Xunit;

namespace KernelGuard.Tests.House;

public sealed class ApiShapeTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // An activation is the state of one evaluation and is never shared; its host may give it another token for the next.
    private static readonly string[] MadeToChange = ["KernelGuard.Cel.CelActivation.CancellationToken"];

    [Fact]
    public void PublicClass_IsSealedAbstractOrStatic()
    {
        var open = Product.PublicTypes.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false });

        Assert.Empty(open);
    }

    [Fact]
    public void PublicType_OutsideOptionsAndBuilders_HasNoSetter() => Assert.Equal(
        MadeToChange,
        from type in Product.PublicTypes
        where !type.Name.EndsWith("Options", StringComparison.Ordinal) && !type.Name.EndsWith("Builder", StringComparison.Ordinal)
        from member in Settable(type)
        select $"{type}.{member}");

    [Fact]
    public void Settable_OfATypeThatCanChange_FindsSettersAndFieldsOnly() =>
        Assert.Equal(["Changing", "Field"], Settable(typeof(Example)));

    private static IEnumerable<string> Settable(Type type) =>
        type.GetProperties(Own).Where(property => property.SetMethod is { IsPublic: true } setter && !IsInit(setter)).Select(property => property.Name)
            .Concat(type.GetFields(Own).Where(field => !field.IsInitOnly && !field.IsLiteral && !type.IsEnum).Select(field => field.Name));

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private sealed class Example
    {
#pragma warning disable CA1051, CS0649 // the example has to have what the test looks for
        public const int Constant = 1;
        public readonly int ReadOnlyField;
        public int Field;
#pragma warning restore CA1051, CS0649

        public int Changing { get; set; }

        public int Initial { get; init; }

        public int Fixed { get; }
    }
}
