"""Mutations written by hand: what a person could get wrong in the facts, whatever the shapes say.

Each names the finding it must give, the thing at which it must be found, the facts taken out
(`*` for any value, `@en` for any text of a language) and the facts put in, in Turtle.
"""

FACTS = (
    # -- identifiers
    ("lei-check-digit", "id:odx", "id:odx jpst:lei *", 'id:odx jpst:lei "3538002ZFUQ3KMY5SA18"'),
    ("lei-form", "id:nomura-holdings", "id:nomura-holdings jpst:lei *",
     'id:nomura-holdings jpst:lei "549300b3ceahyg7k8164"'),
    ("lei-unique", "id:mitsui-and-co", "", 'id:mitsui-and-co jpst:lei "353800578ADEGIJTVW07"'),
    ("lei-of-status", "id:hitachi", "", "id:hitachi jpst:leiStatus leistatus:issued"),
    ("register-closure-dated", "id:hitachi", "",
     "id:hitachi jpst:registerClosureReason closurereason:merger"),
    ("corporateNumber-check-digit", "id:tokai-tokyo-financial-holdings",
     "id:tokai-tokyo-financial-holdings jpst:corporateNumber *",
     'id:tokai-tokyo-financial-holdings jpst:corporateNumber "2010001034202"'),
    ("corporate-number-unique", "id:okasan-securities-group", "",
     'id:hitachi jpst:corporateNumber "1010001034747"'),
    ("corporate-number", "id:hitachi", "", "id:hitachi jpst:corporateNumber 7010001008844"),
    ("mic-code-form", "id:mic-odst", "id:mic-odst jpst:micCode *",
     'id:mic-odst jpst:micCode "odst"'),
    ("mic-code-unique", "id:mic-odxe", "id:mic-mudx jpst:micCode *",
     'id:mic-mudx jpst:micCode "ODXE"'),
    ("grant-number-form",
     "id:registration-aizawa-securities-fib-registration-no-3198-2026-07-30",
     "id:registration-aizawa-securities-fib-registration-no-3198-2026-07-30 jpst:grantNumber *",
     "id:registration-aizawa-securities-fib-registration-no-3198-2026-07-30 "
     'jpst:grantNumber "関東財務局長(金商)3198号"'),
    ("grant-number-unique", "id:tokai-tokyo-securities",
     "id:registration-phillip-securities-japan-fib-registration-no"
     "-127-kanto-local-finance-bureau-2026-08-31-from-2007-09-30 jpst:grantNumber *",
     "id:registration-phillip-securities-japan-fib-registration-no"
     "-127-kanto-local-finance-bureau-2026-08-31-from-2007-09-30 "
     'jpst:grantNumber "東海財務局長(金商)第140号"'),
    ("edinet-code-form", "id:marui-group", "id:marui-group jpst:edinetCode *",
     'id:marui-group jpst:edinetCode "03040"'),
    ("edinet-fund-code-unique", "id:st-mdm-fukuoka-tenjin", "",
     'id:st-mdm-fukuoka-tenjin jpst:edinetFundCode "G15217"'),
    ("edinet-code-unique", "id:mufg", "id:mufg-bank jpst:edinetCode *",
     'id:mufg-bank jpst:edinetCode "E03606"'),
    ("securities-code-unique", "id:ichigo", "id:ichigo jpst:securitiesCode *",
     'id:ichigo jpst:securitiesCode "9999" . id:kenedix jpst:securitiesCode "9999"'),
    ("country-code-form", "id:mic-basx", "id:mic-basx jpst:countryCode *",
     'id:mic-basx jpst:countryCode "Japan"'),
    ("mic-expired-has-day", "id:mic-drct", "id:mic-drct jpst:micStatus *",
     "id:mic-drct jpst:micStatus micstatus:expired"),
    # -- parties
    ("disjoint-classes", "id:smart-plus", "", "id:smart-plus a jpst:Person"),
    ("trustee", "id:st-kenedix-akabane-shimo", "",
     "id:st-kenedix-akabane-shimo jpst:trustee id:saito-tatsuya"),
    ("asset-manager", "id:st-bond-marui-1", "", "id:st-bond-marui-1 jpst:assetManager id:japan"),
    ("domain", "id:project-trinity", "", "id:project-trinity jpst:assetManager id:kenedix"),
    ("domain", "id:mufg-bank", "", 'id:mufg-bank jpst:issueDate "2024-01-31"^^xsd:date'),
    ("range", "id:st-bond-hitachi-gdtb", "", "id:st-bond-hitachi-gdtb jpst:tradedOn id:boostry"),
    ("range", "id:hitachi", "", "id:hitachi jpst:memberOf id:start"),
    ("sponsor", "id:st-ichigo-residence-token-1", "",
     'id:st-ichigo-residence-token-1 jpst:sponsor "Ichigo"@en'),
    ("legal-forms-related", "id:st-bond-marui-1", "",
     "id:st-bond-marui-1 jpst:legalForm legalform:ordinaryShares"),
    ("legal-forms-related", "id:st-hashdash-shibuya-jingumae-io", "",
     "id:st-hashdash-shibuya-jingumae-io jpst:legalForm legalform:limitedPartnershipInterest"),
    ("distributor-not-issuer", "id:st-bond-marui-1", "",
     "id:st-bond-marui-1 jpst:distributor id:marui-group"),
    ("trust-token-trustee", "id:st-marubeni-mf-share-komagome",
     "id:st-marubeni-mf-share-komagome jpst:trustee *", ""),
    ("venue-operator", "id:japannext-pts", "id:japannext-pts jpst:operatedBy *", ""),
    ("underwriter-registration", "id:st-bond-hitachi-gdtb", "",
     "id:st-bond-hitachi-gdtb jpst:underwriter id:boostry"),
    ("start-participant-registration", "id:mufg-trust", "",
     "id:mufg-trust jpst:tradingParticipation id:test-participation . id:test-participation a "
     "jpst:TradingParticipation ; jpst:recordStatus recordstatus:held ; jpst:venue id:start"),
    ("membership-association", "id:membership-daiwa-securities-jsda",
     "id:membership-daiwa-securities-jsda jpst:association *", ""),
    ("membership-member", "id:membership-japannext-jsda",
     "id:japannext jpst:membership id:membership-japannext-jsda", ""),
    ("participation-participant", "id:participation-sbi-securities-start-2024-05-04",
     "id:sbi-securities jpst:tradingParticipation "
     "id:participation-sbi-securities-start-2024-05-04", ""),
    ("shareholding-company", "id:shareholding-monex-monex-group-100pct",
     "id:monex jpst:shareholding id:shareholding-monex-monex-group-100pct", ""),
    ("record-status-stated", "id:shareholding-kenedix-smfl-planned-70pct-2020-11-20",
     "id:shareholding-kenedix-smfl-planned-70pct-2020-11-20 jpst:recordStatus *", ""),
    ("shareholding-total", "id:sbi-shinsei-trust",
     "id:shareholding-sbi-shinsei-trust-sbi-holdings-49pct-2026-07-29 jpst:percentage *",
     "id:shareholding-sbi-shinsei-trust-sbi-holdings-49pct-2026-07-29 jpst:percentage 94.0"),
    ("platform-operator", "id:renga", "id:renga jpst:operatedBy * / id:renga jpst:developedBy *",
     ""),
    ("software-developer", "id:ibet-wst",
     "id:ibet-wst jpst:developedBy * / id:ibet-wst jpst:operatedBy *", ""),
    ("digital-money-issuer", "id:jpyc",
     "id:jpyc jpst:issuingInstitution * / id:jpyc jpst:plannedIssuingInstitution *", ""),
    # -- dates and amounts
    ("listing-outside-operation", "id:st-bond-sbi-start-bonds-1",
     "id:start jpst:startedOperation *", 'id:start jpst:startedOperation "2026-12-25"^^xsd:date'),
    ("issue-before-maturity", "id:st-bond-jpx-gdtb-1", "id:st-bond-jpx-gdtb-1 jpst:issueDate *",
     'id:st-bond-jpx-gdtb-1 jpst:issueDate "2032-06-03"^^xsd:date'),
    ("source-issued-before-read", "src:mynavi-2025-12-26-dcjpy-dvp",
     "src:mynavi-2025-12-26-dcjpy-dvp jpst:read *",
     'src:mynavi-2025-12-26-dcjpy-dvp jpst:read "2025-01-22"^^xsd:date'),
    ("registration-covers-activity", "id:rakuten-securities",
     "id:registration-rakuten-securities-fib-registration-no-195-kanto-local-finance-bureau"
     "-2026-08-31-from-2007-09-30 jpst:validFrom * / "
     "id:registration-rakuten-securities-fib-registration-no-195-kanto-local-finance-bureau"
     "-2026-07-30-from-2007-09-30 jpst:validFrom *",
     "id:registration-rakuten-securities-fib-registration-no-195-kanto-local-finance-bureau"
     '-2026-08-31-from-2007-09-30 jpst:validFrom "2027-09-30"^^xsd:date'),
    ("observed-after-page", "id:membership-bittrade-jsta-supporting-member-2026-07-29",
     "id:membership-bittrade-jsta-supporting-member-2026-07-29 jpst:asOf *",
     "id:membership-bittrade-jsta-supporting-member-2026-07-29 jpst:asOf "
     '"2026-11-01"^^xsd:date'),
    ("unit-price", "id:st-mdm-nagoya-prime-office", "",
     'id:st-mdm-nagoya-prime-office jpst:unitPrice "100,000"'),
    ("coupon", "id:st-bond-daiwa-1", "", 'id:st-bond-daiwa-1 jpst:coupon "1.5%"'),
    ("values-told-apart", "id:st-kenedix-shibuya-jinnan",
     "id:st-kenedix-shibuya-jinnan jpst:issueDate *",
     'id:st-kenedix-shibuya-jinnan jpst:issueDate "2021-08-12"^^xsd:date , '
     '"2021-08-13"^^xsd:date'),
    # -- sources
    ("source-publisher", "src:fidesk-nri-dvp-bond",
     "src:fidesk-nri-dvp-bond dcterms:publisher * / "
     "src:fidesk-nri-dvp-bond jpst:publisherName *", ""),
    ("source-address", "src:alpaca-unfair-trading", "src:alpaca-unfair-trading schema:url *", ""),
    ("source-not-citable", "src:akigare-jsda-rules", "",
     "src:akigare-jsda-rules jpst:citability citability:notCitable"),
    ("source-kind", "src:ascii-2025-11-3mega-stablecoin", "",
     "src:ascii-2025-11-3mega-stablecoin a jpst:PrimarySource"),
    ("source-url-form", "src:apedai-2026-sbi-start-bonds",
     "src:apedai-2026-sbi-start-bonds schema:url *",
     'src:apedai-2026-sbi-start-bonds schema:url "www.example.org/page"^^xsd:anyURI'),
    ("source-title", "src:bizzine-2022-jpx-bond-terms",
     "src:bizzine-2022-jpx-bond-terms dcterms:title *", ""),
    # -- venues, settlement, law
    ("start-token-platform", "id:st-tosei-property-fund-3-ichigaya",
     "id:st-tosei-property-fund-3-ichigaya jpst:platform *", ""),
    ("start-token-approval", "id:st-mufg-realty-token-jiyugaoka", "",
     'id:st-mufg-realty-token-jiyugaoka jpst:firstTradingDate "2025-01-06"^^xsd:date'),
    ("bond-token-administrator", "id:st-bond-toyota-2", "",
     'id:st-bond-toyota-2 a jpst:BondToken ; skos:prefLabel "B"@en , "B"@ja'),
    ("dvp-cash-leg", "id:st-bond-nri-15", "id:st-bond-nri-15 jpst:settlementBank *", ""),
    ("pts-operator-authorization", "id:japannext-pts", "",
     "id:japannext-pts jpst:operatedBy id:boostry"),
    ("grant-type-basis", "id:market-license", "id:market-license jpst:legalBasis *", ""),
    ("activity-requirement", "id:ertr-self-offering",
     "id:ertr-self-offering jpst:requiresRegistration *", ""),
    # -- names and words
    ("class-defined", "id:marui-inc", "", "id:marui-inc a jpst:Kompany"),
    ("property-defined", "id:boostry", "",
     'id:boostry jpst:establishdOn "2019-09-02"^^xsd:date'),
    ("disjoint-kinds", "id:lifull", "", "id:lifull a jpst:SecurityToken"),
    ("thing-name", "id:Odx_Plus", "",
     'id:Odx_Plus a jpst:Company ; skos:prefLabel "Odx"@en , "Odx"@ja'),
    ("label-once", "id:smbc", "", 'id:smbc skos:prefLabel "Sumitomo Mitsui"@en'),
    ("trading-hours", "id:start", "", 'id:start jpst:tradingHours "9 to 15"@en'),
    ("investor-scope", "id:st-bond-marui-1", "",
     "id:st-bond-marui-1 jpst:investorScope hosting:page"),
    ("concept-namespace", "hosting:mirror", "hosting:mirror skos:inScheme *",
     "hosting:mirror skos:inScheme scheme:layer"),
    ("concept-name", "hosting:BadName", "",
     'hosting:BadName a skos:Concept ; skos:prefLabel "A"@en , "A"@ja ; skos:definition '
     '"A thing."@en , "ある物。"@ja ; skos:inScheme scheme:hosting'),
    ("class-name", "jpst:badClass", "",
     'jpst:badClass a owl:Class ; skos:prefLabel "A"@en , "A"@ja ; skos:definition "A thing."@en , '
     '"ある物。"@ja ; rdfs:isDefinedBy module:core'),
    ("property-name", "jpst:BadProperty", "",
     'jpst:BadProperty a owl:ObjectProperty ; skos:prefLabel "A"@en , "A"@ja ; skos:definition '
     '"A thing."@en , "ある物。"@ja ; rdfs:domain jpst:Company ; rdfs:range jpst:Company ; '
     "rdfs:isDefinedBy module:core"),
    ("property-kind", "jpst:remark", "", "jpst:remark a owl:ObjectProperty"),
    ("term-definition-form-en", "jpst:nickname", "jpst:nickname skos:definition @en",
     'jpst:nickname skos:definition "a short name."@en'),
    ("term-definition-form-ja", "jpst:purpose", "jpst:purpose skos:definition @ja",
     'jpst:purpose skos:definition "目的"@ja'),
    ("concept-definition-form-en", "cashleg:stablecoin", "cashleg:stablecoin skos:definition @en",
     'cashleg:stablecoin skos:definition "as a stablecoin"@en'),
    ("concept-definition-form-ja", "cashleg:bankTransfer",
     "cashleg:bankTransfer skos:definition @ja",
     'cashleg:bankTransfer skos:definition "銀行振込"@ja'),
    ("definition-circular", "jpst:nickname", "jpst:nickname skos:definition @en",
     'jpst:nickname skos:definition "A nickname of a thing."@en'),
    ("definition-one-sentence", "jpst:purpose", "jpst:purpose skos:definition @en",
     'jpst:purpose skos:definition "What it is for. It is told in words."@en'),
    ("definition-one-thing", "jpst:useOfProceeds", "jpst:useOfProceeds skos:definition @en",
     'jpst:useOfProceeds skos:definition "A thing or a matter that is paid for."@en'),
    ("label-unique", "jpst:nickname", "jpst:nickname skos:prefLabel @en",
     'jpst:nickname skos:prefLabel "purpose"@en'),
    ("spelling-of-words", "jpst:saleResult", "jpst:saleResult skos:prefLabel @en",
     'jpst:saleResult skos:prefLabel "organised sale"@en'),
    ("spelling-of-names", "jpst:BadTokenisedName", "",
     'jpst:BadTokenisedName a owl:Class ; skos:prefLabel "A"@en , "A"@ja ; skos:definition '
     '"Something that is made to be looked at."@en , "確かめるために作られたもの。"@ja ; '
     "rdfs:isDefinedBy module:core"),
    ("property-range", "jpst:lender", "jpst:lender rdfs:range *", ""),
    ("property-scheme", "jpst:offeringType", "jpst:offeringType qb:codeList *", ""),
    ("property-scope", "jpst:saleResult", "jpst:saleResult rdfs:domain *", ""),
    ("scheme-of-one", "scheme:handling", "scheme:handling skos:scopeNote *", ""),
    ("field-filled-by", "field:securitiesFirm", "jpst:handledBy jpst:fillsField *", ""),
    ("route-item-place", "routeitem:asset-class", "routeitem:asset-class jpst:fillsLayer *", ""),
    ("qualifier-fits", "id:test-statement-8", "",
     'id:japan-equity-market jpst:priceLimits "ten percent"@en . id:test-statement-8 a '
     "rdf:Statement ; rdf:subject id:japan-equity-market ; rdf:predicate jpst:priceLimits ; "
     'rdf:object "ten percent"@en ; jpst:asOf "2024-01-31"^^xsd:date ; '
     "jpst:qualifier population:all"),
    ("operator-registration-number", "id:credit-saison",
     "id:registration-credit-saison-fib-registration-no-3396-kanto-local-finance-bureau-2026-08-31"
     "-from-2023-11-20 jpst:grantNumber *", ""),
    ("asset-token", "id:test-asset", "",
     'id:test-asset a jpst:UnderlyingAsset ; skos:prefLabel "Test asset"@en , "試験資産"@ja'),
    # -- statements, records, editorial graphs
    ("validity-in-order", "id:test-membership", "",
     "id:sbi-securities jpst:membership id:test-membership . id:test-membership a jpst:Membership "
     "; jpst:recordStatus recordstatus:held ; jpst:association id:jstoa ; "
     'jpst:validFrom "2024-02-01"^^xsd:date ; jpst:validUntil '
     '"2024-01-01"^^xsd:date'),
    ("statement-triple", "id:test-statement", "",
     "id:test-statement a rdf:Statement ; rdf:subject id:digital-securities-inc ; rdf:predicate "
     'jpst:remark ; rdf:object "Said by nobody."@en ; jpst:asOf "2024-01-01"^^xsd:date'),
    ("statement-of-record", "id:test-statement-6", "",
     "id:kenedix jpst:membership id:test-record . id:test-record a jpst:Membership ; "
     "jpst:recordStatus recordstatus:held ; "
     "jpst:association id:jstoa . id:test-statement-6 a rdf:Statement ; rdf:subject id:kenedix ; "
     'rdf:predicate jpst:membership ; rdf:object id:test-record ; jpst:note "Once."@en'),
    ("statement-of-record", "id:test-statement-7", "",
     "id:kenedix jpst:membership id:test-record . id:test-record a jpst:Membership ; "
     "jpst:recordStatus recordstatus:held ; "
     "jpst:association id:jstoa . id:test-statement-7 a rdf:Statement ; "
     "rdf:subject id:test-record ; rdf:predicate jpst:association ; rdf:object id:jstoa ; "
     'jpst:note "Once."@en'),
    ("statement-says-more", "id:test-statement-2", "",
     'id:kenedix jpst:remark "A fact."@en . id:test-statement-2 a rdf:Statement ; rdf:subject '
     'id:kenedix ; rdf:predicate jpst:remark ; rdf:object "A fact."@en'),
    ("statement-value", "id:test-statement-3", "",
     "id:test-statement-3 a rdf:Statement ; rdf:subject id:progmat-inc ; rdf:predicate "
     'jpst:remark ; jpst:asOf "2024-01-01"^^xsd:date'),
    ("announcement-date", "id:st-smtb-first-announced", "",
     'id:st-smtb-first-announced jpst:announcementDate "2024-13"^^xsd:gYearMonth'),
    ("statistic-page-date", "id:test-statistic", "",
     "id:japan-equity-market jpst:statistic id:test-statistic . id:test-statistic a "
     "jpst:MarketStatistic ; jpst:measure measure:memberCount ; jpst:count 5"),
    ("statistic-value", "id:test-statistic-2", "",
     "id:jstoa jpst:statistic id:test-statistic-2 . id:test-statistic-2 a jpst:MarketStatistic ; "
     'jpst:measure measure:memberCount ; jpst:asOf "2024-01-01"^^xsd:date'),
    ("statistic-value-once", "id:statistic-jstoa-member-count-9-2020-04-20", "",
     "id:statistic-jstoa-member-count-9-2020-04-20 jpst:share 9.0"),
    ("statistic-subject", "id:test-statistic-3", "",
     "id:test-statistic-3 a jpst:MarketStatistic ; jpst:measure measure:memberCount ; jpst:count 5 "
     '; jpst:asOf "2024-01-01"^^xsd:date'),
    ("listing-token", "id:test-listing", "",
     "id:test-listing a jpst:Listing ; jpst:recordStatus recordstatus:held ; jpst:venue id:start ; "
     'jpst:validFrom "2027-01-01"^^xsd:date'),
    ("grant-holder", "id:test-registration", "",
     "id:test-registration a jpst:Grant ; jpst:grantKind grantkind:registration ; "
     "jpst:recordStatus recordstatus:held ; jpst:grantType id:type-i-fib"),
    ("grant-matter", "id:test-registration-2", "",
     "id:odx jpst:holdsGrant id:test-registration-2 . "
     'id:test-registration-2 a jpst:Grant ; jpst:grantKind grantkind:registration ; '
     'jpst:recordStatus recordstatus:held ; jpst:asOf "2026-01-31"^^xsd:date'),
    ("settlement-asset", "id:exp-mutb-datachain-dvp-2023",
     "id:exp-mutb-datachain-dvp-2023 jpst:settlementAsset *",
     "id:exp-mutb-datachain-dvp-2023 jpst:settlementAsset id:odx"),
    ("experiment-party", "id:test-experiment", "",
     'id:test-experiment a jpst:Experiment ; skos:prefLabel "T"@en , "T"@ja'),
    ("given-up-unused", "id:st-renga-fund-1", "",
     "id:st-renga-fund-1 owl:deprecated true ; dcterms:isReplacedBy id:odx ; "
     'jpst:deprecatedSince "0.2.0" ; skos:changeNote "Write id:odx."@en , "id:odx と書く。"@ja'),
    ("trading-participant", "id:st-bond-marui-1", "",
     "id:st-bond-marui-1 jpst:tradingParticipant id:japan"),
    ("version-in-order", "src:finwiki-st-route", "",
     "src:finwiki-st-route jpst:earlierVersion src:finwiki-st-route"),
    ("reading-source-withdrawn",
     "id:reading-mic-xjax-operatedBy-a02e7b1f", "",
     'src:iso10383-ra-2025-05-26-mic-list jpst:withdrawnByUs "2026-11-23"^^xsd:date ; '
     'jpst:reason "A slip."@en , "誤りであった。"@ja'),
    ("credit-text-languages", "id:iso-10383-terms", "id:iso-10383-terms jpst:creditText @ja", ""),
    ("permission-or-prohibition", "id:iso-10383-terms", "",
     "id:iso-10383-terms jpst:permission reuse:file"),
    ("source-terms", "src:finwiki-st-route", "", "src:finwiki-st-route dcterms:license id:odx"),
    ("terms-apply", "id:fsa-terms", "id:fsa-terms jpst:setBy *", ""),
    ("terms-once-a-publisher", "id:apache-license-2-0", "",
     'id:apache-license-2-0 jpst:publisherName "ISO 10383 Registration Authority (SWIFT)"'),
    ("withdrawal-reason", "src:finwiki-st-route", "",
     'src:finwiki-st-route jpst:withdrawnByUs "2026-11-23"^^xsd:date ; jpst:reason "A slip."@en'),
    ("replaced-by", "id:st-renga-fund-1", "",
     'id:st-renga-fund-1 owl:deprecated true ; jpst:deprecatedSince "0.2.0" ; '
     'skos:changeNote "Write nothing."@en , "何も書かない。"@ja'),
    ("replaced-since", "id:st-renga-fund-1", "",
     "id:st-renga-fund-1 owl:deprecated true ; dcterms:isReplacedBy id:odx ; "
     'skos:changeNote "Write id:odx."@en , "id:odx と書く。"@ja'),
    ("replaced-note-en", "id:st-renga-fund-1", "",
     "id:st-renga-fund-1 owl:deprecated true ; dcterms:isReplacedBy id:odx ; "
     'jpst:deprecatedSince "0.2.0" ; skos:changeNote "id:odx と書く。"@ja'),
    ("replaced-note-ja", "id:st-renga-fund-1", "",
     "id:st-renga-fund-1 owl:deprecated true ; dcterms:isReplacedBy id:odx ; "
     'jpst:deprecatedSince "0.2.0" ; skos:changeNote "Write id:odx."@en'),
    ("not-found-sought", "id:notfound-start-settlementCycle",
     "id:notfound-start-settlementCycle jpst:soughtProperty * / "
     "id:notfound-start-settlementCycle jpst:soughtField *", ""),
    ("rejected-side", "id:disagreement-bcit-right-class", "",
     "id:disagreement-bcit-right-class jpst:rejectedStatement id:fact-jsda-legalBasis-7be445b0"),
    ("rejected-by-text", "id:disagreement-jsda-legal-basis", "",
     "id:disagreement-jsda-legal-basis jpst:rejectedStatement id:fact-jsda-legalBasis-7be445b0"),
    ("disagreeing-statement", "id:disagreement-japan-pts-share-2022-06", "",
     "id:disagreement-japan-pts-share-2022-06 jpst:disagreeingStatement id:dmm-com-securities"),
    ("reading-statement", "id:reading-bond-class", "id:reading-bond-class a rdf:Statement", ""),
    ("validity-in-order", "id:test-membership-2", "",
     "id:daiwa-securities jpst:membership id:test-membership-2 . id:test-membership-2 a "
     "jpst:Membership ; jpst:recordStatus recordstatus:held ; jpst:association id:jsda ; "
     'jpst:validFrom "2024-03-01"^^xsd:date ; jpst:validUntil "2024-02"^^xsd:gYearMonth'),
)  # fmt: skip
