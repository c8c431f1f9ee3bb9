using System.Globalization;
using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace KernelGuard.Cel.Tests.Values;

public sealed class ValuePropertyTests
{
    private static readonly Gen<long> _integers = Gen.OneOf(
        Gen.Elements(long.MinValue, long.MinValue + 1, -1L, 0L, 1L, 2L, long.MaxValue - 1, long.MaxValue, 3037000499L, 3037000500L, 4294967296L),
        ArbMap.Default.GeneratorFor<long>());

    private static readonly Gen<double> _doubles = Gen.OneOf(
        Gen.Elements(0.0, -0.0, 0.5, 1.0, 9223372036854775808.0, -9223372036854775808.0, 1e300, double.NaN, double.PositiveInfinity, double.Epsilon),
        ArbMap.Default.GeneratorFor<double>());

    // From the first day of year 1 to the last of year 9999.
    private static readonly Gen<long> _seconds =
        from day in Gen.Choose(-719_162, 2_932_896) from second in Gen.Choose(0, 86_399) select (day * 86_400L) + second;

    private static readonly Gen<CelValue> _scalars = Gen.OneOf(
        _integers.Select(CelValue.FromInt),
        _integers.Select(number => CelValue.FromUInt(unchecked((ulong)number))),
        _doubles.Select(CelValue.FromDouble),
        _integers.Select(number => CelValue.FromDouble(number)),
        Gen.Elements("", "a", "b", "\uE000", "\U0001F600", "a\U0001F600").Select(CelValue.FromString),
        Gen.Elements(CelValue.Null, CelValue.FromBool(true), CelValue.FromBool(false), CelValue.FromBytes([1]), CelValue.FromType("int")),
        _integers.Select(CelValue.FromDuration));

    private static readonly Gen<CelValue> _values = Gen.OneOf(
        _scalars,
        Gen.ArrayOf(_scalars).Select(items => CelValue.FromList(items)),
        Gen.ArrayOf(Gen.ArrayOf(_scalars).Select(items => CelValue.FromList(items))).Select(items => CelValue.FromList(items)));

    [Fact]
    public void Equality_OfAnyValues_IsSymmetricAndAgreesWithHashes() => Prop.ForAll(
        Pairs(_values), pair => pair.Left == pair.Right == (pair.Right == pair.Left)
            && (pair.Left != pair.Right || pair.Left.GetHashCode() == pair.Right.GetHashCode())).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Fact]
    public void Compare_OfAnyValues_IsAntisymmetricAndAgreesWithEquality() => Prop.ForAll(Pairs(_scalars), pair =>
    {
        var forward = CelValue.Compare(pair.Left, pair.Right);
        var backward = CelValue.Compare(pair.Right, pair.Left);
        return forward.IsError
            ? backward.IsError
            : Math.Sign(forward.AsInt) == -Math.Sign(backward.AsInt) && forward.AsInt == 0 == (pair.Left == pair.Right);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("+")]
    [InlineData("-")]
    [InlineData("*")]
    [InlineData("/")]
    [InlineData("%")]
    public void Arithmetic_OnAnyIntegers_AgreesWithExactNumbers(string operation)
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Dyn).AddVariable("b", CelType.Dyn).Build();
        var program = environment.Compile($"a {operation} b").Program!;
        Prop.ForAll(Pairs(_integers), pair =>
        {
            var signed = program.Evaluate(new CelVariables(environment).SetObject("a", pair.Left).SetObject("b", pair.Right));
            var (left, right) = (unchecked((ulong)pair.Left), unchecked((ulong)pair.Right));
            var unsigned = program.Evaluate(new CelVariables(environment).SetObject("a", left).SetObject("b", right));
            return Agrees(signed, Exact(operation, pair.Left, pair.Right), long.MinValue, long.MaxValue)
                && Agrees(unsigned, Exact(operation, left, right), 0, ulong.MaxValue);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
    }

    [Fact]
    public void Double_WrittenAndRead_IsTheSame()
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Double).Build();
        var program = environment.Compile("double(string(a))").Program!;
        Prop.ForAll(_doubles.ToArbitrary(), number => BitConverter.DoubleToInt64Bits(number)
            == BitConverter.DoubleToInt64Bits(program.Evaluate(new CelVariables(environment).SetObject("a", number)).AsDouble)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Timestamp_WrittenAndRead_IsTheSame()
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Timestamp).Build();
        var program = environment.Compile("timestamp(string(a)) == a && a.getFullYear() >= 1").Program!;
        var moments = from seconds in _seconds
                      from nanos in Gen.Choose(0, 999_999_999)
                      select CelValue.FromTimestamp(seconds, nanos);
        Prop.ForAll(moments.ToArbitrary(), moment => program.Evaluate(new CelVariables(environment).Set("a", moment)).IsTrue).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Timestamp_Parts_AgreeWithTheCalendarOfThePlatform()
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Timestamp).Build();
        var program = environment.Compile(
            "[a.getFullYear(), a.getMonth() + 1, a.getDate(), a.getDayOfYear() + 1, a.getDayOfWeek(), a.getHours(), a.getMinutes(), a.getSeconds()]").Program!;
        Prop.ForAll(_seconds.ToArbitrary(), seconds =>
        {
            var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
            var expected = string.Create(
                CultureInfo.InvariantCulture,
                $"[{time.Year}, {time.Month}, {time.Day}, {time.DayOfYear}, {(int)time.DayOfWeek}, {time.Hour}, {time.Minute}, {time.Second}]");
            return program.Evaluate(new CelVariables(environment).SetObject("a", time)).ToString() == expected;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Duration_WrittenAndRead_IsTheSame()
    {
        var environment = CelEnvironment.CreateBuilder().AddVariable("a", CelType.Duration).Build();
        var program = environment.Compile("duration(string(a)) == a").Program!;
        Prop.ForAll(_integers.ToArbitrary(), nanos => program.Evaluate(new CelVariables(environment).Set("a", CelValue.FromDuration(nanos))).IsTrue)
            .QuickCheckThrowOnFailure();
    }

    private static Arbitrary<(T Left, T Right)> Pairs<T>(Gen<T> generator) =>
        (from left in generator from right in generator select (left, right)).ToArbitrary();

    private static BigInteger? Exact(string operation, BigInteger left, BigInteger right) => operation switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        _ when right.IsZero => null,
        "/" => BigInteger.Divide(left, right),
        _ => BigInteger.Remainder(left, right),
    };

    private static bool Agrees(CelValue value, BigInteger? exact, BigInteger least, BigInteger most)
    {
        if (exact is null || exact < least || exact > most)
        {
            return value.ErrorValue?.Code == (exact is null ? CelErrorCodes.DivideByZero : CelErrorCodes.Overflow);
        }

        return exact == (value.Kind == CelKind.Int ? value.AsInt : value.AsUInt);
    }
}
