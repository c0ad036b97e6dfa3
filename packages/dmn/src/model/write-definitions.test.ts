import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDmn } from './engine.ts';
import { readDefinitions } from './read-definitions.ts';
import { writeDefinitions } from './write-definitions.ts';

/** Every kind of element and of boxed expression, with characters that have to be escaped. */
const MODEL = `<d:definitions xmlns:d="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:feel="urn:feel" name="a &amp; &quot;b&quot;" namespace="urn:a">
<d:import name="lib" namespace="urn:lib" importType="x"/>
<d:itemDefinition name="tList" isCollection="true"><d:typeRef>feel:number</d:typeRef><d:typeConstraint><d:text>count(?) &lt; 3</d:text></d:typeConstraint><d:allowedValues><d:text>&lt; 5</d:text></d:allowedValues></d:itemDefinition>
<d:itemDefinition name="tRow"><d:itemComponent name="利率 %"><d:typeRef>number</d:typeRef></d:itemComponent></d:itemDefinition>
<d:itemDefinition name="tFn"><d:functionItem outputTypeRef="string"><d:parameters name="x" typeRef="number"/></d:functionItem></d:itemDefinition>
<d:inputData id="i" name="i"><d:description>what &lt;it&gt; is</d:description><d:variable name="i" typeRef="tList"/></d:inputData>
<d:businessKnowledgeModel id="k" name="k"><d:variable name="k" typeRef="tFn"/><d:encapsulatedLogic kind="FEEL"><d:formalParameter name="x" typeRef="number"/><d:literalExpression><d:text>string(x)&#13;</d:text></d:literalExpression></d:encapsulatedLogic></d:businessKnowledgeModel>
<d:decision id="t" name="t"><d:variable name="t" typeRef="string"/><d:informationRequirement><d:requiredInput href="#i"/></d:informationRequirement><d:informationRequirement><d:requiredDecision href="urn:lib#z"/></d:informationRequirement><d:knowledgeRequirement><d:requiredKnowledge href="#k"/></d:knowledgeRequirement>
<d:decisionTable hitPolicy="COLLECT" aggregation="MAX"><d:input><d:inputExpression typeRef="number"><d:text>i[1]</d:text></d:inputExpression><d:inputValues><d:text>[0..9]</d:text></d:inputValues></d:input><d:output name="o" typeRef="number"><d:outputValues><d:text>1, 2</d:text></d:outputValues><d:defaultOutputEntry><d:text>0</d:text></d:defaultOutputEntry></d:output><d:annotation name="why"/><d:rule id="R1"><d:inputEntry><d:text>&gt;= 1</d:text></d:inputEntry><d:outputEntry typeRef="number"><d:text>2</d:text></d:outputEntry><d:annotationEntry><d:text>because</d:text></d:annotationEntry></d:rule></d:decisionTable></d:decision>
<d:decision id="b" name="b"><d:variable name="b"/><d:context typeRef="Any"><d:contextEntry><d:variable name="l" typeRef="tList"/><d:list><d:literalExpression><d:text>1</d:text></d:literalExpression></d:list></d:contextEntry>
<d:contextEntry><d:variable name="r"/><d:relation><d:column name="c" typeRef="number"/><d:row><d:literalExpression><d:text>1</d:text></d:literalExpression></d:row></d:relation></d:contextEntry>
<d:contextEntry><d:variable name="f"/><d:functionDefinition kind="Java"><d:formalParameter name="x"/><d:context/></d:functionDefinition></d:contextEntry>
<d:contextEntry><d:variable name="n"/><d:invocation><d:literalExpression><d:text>k</d:text></d:literalExpression><d:binding><d:parameter name="x" typeRef="number"/><d:literalExpression><d:text>1</d:text></d:literalExpression></d:binding></d:invocation></d:contextEntry>
<d:contextEntry><d:variable name="c"/><d:conditional><d:if><d:literalExpression><d:text>true</d:text></d:literalExpression></d:if><d:then><d:literalExpression><d:text>1</d:text></d:literalExpression></d:then><d:else/></d:conditional></d:contextEntry>
<d:contextEntry><d:variable name="w"/><d:filter><d:in><d:literalExpression><d:text>l</d:text></d:literalExpression></d:in><d:match><d:literalExpression><d:text>item &gt; 0</d:text></d:literalExpression></d:match></d:filter></d:contextEntry>
<d:contextEntry><d:for iteratorVariable="q"><d:in><d:literalExpression><d:text>l</d:text></d:literalExpression></d:in><d:return><d:some iteratorVariable="s"><d:in><d:literalExpression><d:text>l</d:text></d:literalExpression></d:in><d:satisfies><d:every iteratorVariable="e"><d:in><d:literalExpression><d:text>l</d:text></d:literalExpression></d:in><d:satisfies><d:literalExpression expressionLanguage="urn:feel"><d:text>e = q</d:text></d:literalExpression></d:satisfies></d:every></d:satisfies></d:some></d:return></d:for></d:contextEntry></d:context></d:decision>
<d:decision id="e" name="e"><d:variable name="e"/></d:decision>
<d:decisionService id="s" name="s"><d:variable name="s" typeRef="tFn"/><d:outputDecision href="#t"/><d:encapsulatedDecision href="#b"/><d:inputDecision href="#e"/><d:inputData href="#i"/></d:decisionService>
</d:definitions>`;

describe('a model written and read', () => {
  it('D41 is the same, with every kind of element and expression', () => {
    const read = readDefinitions(MODEL);
    expect(read.ok).toBe(true);
    if (!read.ok) return;
    const xml = writeDefinitions(read.value);
    expect(readDefinitions(xml)).toEqual(read);
    expect(xml).toContain('利率 %');
    expect(xml).toContain('<description>what &lt;it&gt; is</description>');
    // Written again it is the same text: there is one way to write a model.
    const again = readDefinitions(xml);
    expect(again.ok && writeDefinitions(again.value)).toBe(xml);
  });

  it('D37 a damaged document gives an error or a model that loads, and never an exception', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '/>',
      '</d:decision>',
      '"',
      '&',
      '&#0;',
      '&lol;',
      '<d:context>',
      '\0',
      ']]>',
      '-',
      '((((',
      '',
    );
    const edit = fc.tuple(fc.nat(MODEL.length - 1), fc.nat(40), piece);
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const text = edits.reduce((now, [at, cut, put]) => now.slice(0, at) + put + now.slice(at + cut), MODEL);
        const loaded = loadDmn([text]);
        if (loaded.ok) for (const name of loaded.value.decisions) loaded.value.evaluateDecision(name, new Map());
        else expect(loaded.errors[0]?.message).not.toBe('');
      }),
      { numRuns: 300 },
    );
  });

  it('D37 entities of its own cannot make a document grow', () => {
    const laughs = Array.from({ length: 20 }, (_entity, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join(
      '',
    );
    const loaded = loadDmn([`<!DOCTYPE d [<!ENTITY l0 "ha">${laughs}]>${MODEL.replace('what', '&l20;')}`]);
    expect(loaded.ok).toBe(false);
  });
});
