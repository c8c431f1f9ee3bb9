using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using KernelGuard.Calls;
using Xunit;

namespace KernelGuard.Tests.Calls;

[Trait("Requirement", "S2-15")]
public sealed class CanonicalJsonNumberTests
{
    [Theory] // RFC 8785, appendix B
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void ToText_DoubleOfAppendixB_PrintsAsEcmaScript(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.ToText(BitConverter.UInt64BitsToDouble(bits)));

    [Theory] // .NET itself prints these powers of two so that they read back as another number
    [InlineData(0x0410000000000000, "4.1045368012983762e-289")]
    [InlineData(0xbe60000000000000, "-2.9802322387695312e-8")]
    public void ToText_PowerOfTwo_PrintsAsEcmaScript(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.ToText(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void ToText_EveryPowerOfTwo_ReadsBackAsItself() => Assert.All(Enumerable.Range(-1074, 2098), static exponent =>
        Assert.Equal(Math.ScaleB(1, exponent), double.Parse(CanonicalJson.ToText(Math.ScaleB(1, exponent)), CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData(1e21, "1e+21")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(123456789012345680000d, "123456789012345680000")]
    [InlineData(1e-6, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1.5e-7, "1.5e-7")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.001, "-0.001")]
    [InlineData(100, "100")]
    [InlineData(10.25, "10.25")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014e-308")]
    [InlineData(2.225073858507201e-308, "2.225073858507201e-308")]
    [InlineData(5.684341886080802e-14, "5.684341886080802e-14")]
    public void ToText_Double_PrintsAsEcmaScript(double number, string expected) => Assert.Equal(expected, CanonicalJson.ToText(number));

    [Theory]
    [InlineData(0L, "0")]
    [InlineData(-1L, "-1")]
    [InlineData(9007199254740991L, "9007199254740991")]
    [InlineData(-9007199254740991L, "-9007199254740991")]
    [InlineData(9007199254740992L, "9007199254740992")]
    [InlineData(1000000000000000000L, "1000000000000000000")]
    public void ToText_Integer_PrintsDigits(long number, string expected) => Assert.Equal(expected, CanonicalJson.ToText(number));

    [Theory]
    [InlineData(9007199254740993L)]
    [InlineData(long.MaxValue)]
    public void ToText_IntegerThatNoDoubleHolds_Throws(long number) => Assert.Throws<ArgumentException>(() => CanonicalJson.ToText(number));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void ToText_NotFinite_Throws(double number) => Assert.Throws<ArgumentException>(() => CanonicalJson.ToText(number));

    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("1e2", "100")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("100000000000000000000", "100000000000000000000")]
    [InlineData("0.10", "0.1")]
    public void Write_NumberForms_AreOne(string json, string expected) => Assert.Equal(expected, CanonicalJsonValues.Canonical(json));

    [Theory]
    [InlineData("9007199254740993")]
    [InlineData("-9007199254740993")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("1e999")]
    public void Write_NumberThatNoDoubleHolds_Throws(string json) => Assert.Throws<ArgumentException>(() => CanonicalJsonValues.Canonical(json));

    [Fact]
    public void ToText_AnyDouble_ReadsBackAsItself() =>
        Prop.ForAll<long>(static bits =>
        {
            var number = BitConverter.Int64BitsToDouble(unchecked(bits * 0x5DEECE66D3779B97L));
            return !double.IsFinite(number)
                || double.Parse(CanonicalJson.ToText(number), CultureInfo.InvariantCulture) == number;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [Trait("Requirement", "S2-36")]
    public void ToText_UnderACulture_IsTheSame(string culture)
    {
        var list = new FrozenList([-1L, -1.5, 1e-7, 1e21, 1234567.891, "Iıİi"]);

        Assert.Equal("[-1,-1.5,1e-7,1e+21,1234567.891,\"Iıİi\"]", Cultures.Run(culture, () => CanonicalJson.ToText(list)));
    }
}
