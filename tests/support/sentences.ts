export const PUBLISHED = '2024-02-10';

/** Sentences as newspapers, airports and the trade write them, of our own making, all published on 10 February 2024. */
export const SENTENCES: readonly (readonly [string, readonly string[]])[] = [
  ['Aer Lingus today launched a new service from Dublin to the island of Jersey.', ['DUB-JER aer-lingus launched 2024-02-10']],
  ['Ryanair will connect Turin with the Adriatic resort of Tivat from 3 June.', ['TRN-TIV ryanair announced 2024-06-03']],
  ['From its growing base in Kutaisi, Wizz Air will fly to Hamburg starting 12 May.', ['KUT-HAM wizz-air announced 2024-05-12']],
  [
    'Vueling is adding two routes out of Seville this spring: Bologna and Nantes, both starting on 2 April.',
    ['SVQ-BLQ vueling announced 2024-04-02', 'SVQ-NTE vueling announced 2024-04-02'],
  ],
  [
    'TAP Air Portugal plans to open a route between Lisbon and the Lebanese capital, Beirut, on 15 September.',
    ['LIS-BEY tap-air-portugal announced 2024-09-15'],
  ],
  ["Frontier's new nonstop between Charlotte and Denver takes off May 1.", ['CLT-DEN frontier-airlines announced 2024-05-01']],
  [
    'Southwest Airlines said Tuesday it will begin nonstop flights from Nashville to Austin and San Diego on June 4.',
    ['BNA-AUS southwest-airlines announced 2024-06-04', 'BNA-SAN southwest-airlines announced 2024-06-04'],
  ],
  [
    'Swiss has pushed back the start of its Gothenburg–Zurich route from March to 27 October.',
    ['GOT-ZRH swiss-international-air-lines postponed 2024-10-27'],
  ],
  ['Norwegian has scrapped plans for a route between Oslo and Krakow.', ['OSL-KRK norwegian-air-shuttle cancelled undated']],
  ["Kenya Airways' first flight from Nairobi to Mombasa landed on Monday 5 February.", ['NBO-MBA kenya-airways launched 2024-02-05']],
  [
    'Uzbekistan Airways will launch flights from Tashkent to Kuala Lumpur in the summer 2024 season.',
    ['TAS-KUL uzbekistan-airways announced 2024-03-31/2024-10-26'],
  ],
  ['Dubai-based flydubai will start flying to St Petersburg in April.', ['DXB-LED flydubai announced 2024-04']],
  [
    'Beginning 1 July, travellers from Budapest will be able to fly directly to Tallinn with Wizz Air.',
    ['BUD-TLL wizz-air announced 2024-07-01'],
  ],
  [
    'Manchester Airport has announced that IndiGo will operate a three-times-weekly service to Mumbai from 1 July.',
    ['MAN-BOM indigo announced 2024-07-01'],
  ],
  ['Azerbaijan Airlines (AZAL) is set to introduce Baku – Tunis flights this June.', ['GYD-TUN azerbaijan-airlines announced 2024-06']],
  ["The T'way Air flight from Seoul to Zagreb will begin on May 16.", ['ICN-ZAG tway-air announced 2024-05-16']],
  [
    'LOT Polish Airlines will launch flights from Warsaw to Tashkent (March 5) and Almaty (May 23).',
    ['WAW-TAS lot-polish-airlines announced 2024-03-05', 'WAW-ALA lot-polish-airlines announced 2024-05-23'],
  ],
  [
    'AirSial will begin Lahore–Jeddah flights on April 20 and Karachi–Jeddah on May 4.',
    ['LHE-JED airsial announced 2024-04-20', 'KHI-JED airsial announced 2024-05-04'],
  ],
  ['Etihad Airways and El Al have signed a codeshare agreement covering flights between Abu Dhabi and Tel Aviv.', []],
  ['Emirates has opened a new lounge at Paris Charles de Gaulle for passengers to Dubai.', []],
  ['Air Canada will increase its Toronto–Delhi flights from seven to ten a week in June.', []],
  ['The governor said he had asked several airlines about direct flights between Osh and Tashkent.', ['OSS-TAS nobody proposed undated']],
  [
    'VietJet Air is to link Hanoi and Ho Chi Minh City with Delhi from April 28.',
    ['HAN-DEL vietjet-air announced 2024-04-28', 'SGN-DEL vietjet-air announced 2024-04-28'],
  ],
  [
    "Scandinavian Airlines' service from Copenhagen to Longyearbyen begins on 31 March, with an A320neo on Mondays and Fridays.",
    ['CPH-LYR scandinavian-airlines announced 2024-03-31'],
  ],
  [
    'Jet2 flies for the first time from Birmingham to Sharm El Sheikh on 15 February, and from Newcastle a day later.',
    ['BHX-SSH jet2 announced 2024-02-15', 'NCL-SSH jet2 announced 2024-02-16'],
  ],
  ["WestJet's long-awaited route to Seoul from Calgary gets going on May 17.", ['YYC-ICN westjet announced 2024-05-17']],
  ['Transavia France will fly from Paris Orly to Dakar from December.', ['ORY-DSS transavia-france announced 2024-12']],
  ['KLM this month began serving Gdansk from Amsterdam.', ['AMS-GDN klm launched 2024-02']],
  [
    'Qatar Airways inaugurated flights between Doha and Toulouse on January 30, when the first aircraft was met by a water salute.',
    ['DOH-TLS qatar-airways launched 2024-01-30'],
  ],
  ['RwandAir will add Paris to its network on 27 June, flying three times a week from Kigali.', ['KGL-PAR rwandair announced 2024-06-27']],
  ['Czech Airlines returns to Seoul from Prague on March 31.', ['PRG-ICN czech-airlines announced 2024-03-31']],
  ["Air China's Beijing Capital–Riyadh service is due to begin on 6 May, the airport said.", ['PEK-RUH air-china announced 2024-05-06']],
  ['SriLankan Airlines will end flights between Colombo and Perth on April 1.', ['CMB-PER srilankan-airlines cancelled 2024-04-01']],
  [
    'Aegean will fly from Athens to Tbilisi and Yerevan from 2 and 3 May respectively.',
    ['ATH-TBS aegean-airlines announced 2024-05-02', 'ATH-EVN aegean-airlines announced 2024-05-03'],
  ],
  [
    'Three new routes from Sofia, to Copenhagen, Larnaca and Malta, will be flown by Wizz Air from August 1.',
    ['SOF-CPH wizz-air announced 2024-08-01', 'SOF-LCA wizz-air announced 2024-08-01', 'SOF-MLA wizz-air announced 2024-08-01'],
  ],
  [
    "Frontier Airlines will start a nonstop flight to Montego Bay, Jamaica, from St. Louis on May 25, the airport's director said.",
    ['STL-MBJ frontier-airlines announced 2024-05-25'],
  ],
  [
    'The ambassador of Uzbekistan told reporters that direct flights between Ankara and Tashkent will be launched by Turkish Airlines this spring.',
    ['ESB-TAS turkish-airlines announced 2024-03/2024-05'],
  ],
  ['Air Mauritius hopes to begin flights to Gqeberha later this year.', ['MRU-PLZ air-mauritius proposed 2024-02-10/2024-12-31']],
  [
    'American Airlines will connect its Philadelphia hub to Naples, Italy, daily from 5 May.',
    ['PHL-NAP american-airlines announced 2024-05-05'],
  ],
  [
    "An EgyptAir flight from Cairo touched down in Dhaka on Friday, inaugurating the airline's first route to Bangladesh.",
    ['CAI-DAC egyptair launched 2024-02-09'],
  ],
  ['Starting April 1, Wizz Air Malta will fly from Tirana to Pisa.', ['TIA-PSA wizz-air-malta announced 2024-04-01']],
  [
    "Norwegian's Oslo–Krakow flights were due to start in April, but now they won't begin until June.",
    ['OSL-KRK norwegian-air-shuttle postponed 2024-06'],
  ],
  [
    "The route linking Addis Ababa, the capital, with Lilongwe, Malawi's biggest city, will be opened by Ethiopian Airlines on 6 May.",
    ['ADD-LLW ethiopian-airlines announced 2024-05-06'],
  ],
  [
    'Swiss flies to Faro from Geneva starting 13 April, rising to daily from June.',
    ['GVA-FAO swiss-international-air-lines announced 2024-04-13'],
  ],
  ['Tallinn gains a route to Paris Beauvais: airBaltic begins on 4 May.', ['TLL-BVA airbaltic announced 2024-05-04']],
  [
    'Air Transat flights to Montreal begin on 20 May, from Nice and from Lyon.',
    ['NCE-YUL air-transat announced 2024-05-20', 'LYS-YUL air-transat announced 2024-05-20'],
  ],
  [
    'From Luxembourg, Luxair opens Bordeaux (BOD; 1 April) and Copenhagen (CPH; 2 April).',
    ['LUX-BOD luxair announced 2024-04-01', 'LUX-CPH luxair announced 2024-04-02'],
  ],
  ['After the success of its Dublin–Faro flights, Ryanair goes from one to two a day on that route in May.', []],
  ['Delta Air Lines flew between Atlanta and Accra until the route was dropped in 2012.', []],
  ['WestJet will launch flights from the Queen City to Phoenix on 3 May.', []],
  ['SAS puts off its Bergen–Lyon flights from 29 March to 12 June.', ['BGO-LYS scandinavian-airlines postponed 2024-06-12']],
  [
    'Volotea keeps growing.\nBeginning 7 June:\n• Nantes/Faro\n• Nantes/Bari\n• Nantes/Cork\n• Nantes/Split',
    [
      'NTE-FAO volotea announced 2024-06-07',
      'NTE-BRI volotea announced 2024-06-07',
      'NTE-ORK volotea announced 2024-06-07',
      'NTE-SPU volotea announced 2024-06-07',
    ],
  ],
  ['Rex speaks of a success after its inaugural flight from Cairns to Hobart on Monday.', ['CNS-HBA rex-airlines launched 2024-02-05']],
  ['Two routes of Volotea are postponed. Nantes–Faro will now begin in May.', ['NTE-FAO volotea postponed 2024-05']],
  ['Iberia sends its Airbus A350 to Lima instead of the A330 from March.', []],
  ['Etihad cancelled two flights from Abu Dhabi to Cairo on Friday because of fog.', []],
  ['China Eastern used to fly from Kunming to Dhaka.', []],
  ['Zagreb airport reopened its terminal on Monday.', []],
  [
    'Korean Air and Asiana Airlines will resume flights from Seoul to Qingdao on April 1.',
    ['ICN-TAO asiana-airlines announced 2024-04-01', 'ICN-TAO korean-air announced 2024-04-01'],
  ],
  [
    "British Airways' maiden flight from London Gatwick was warmly received at Tirana airport on Thursday.",
    ['LGW-TIA british-airways launched 2024-02-08'],
  ],
  [
    'Vueling has two new destinations from Barcelona, Florence and Bari, from 2 May.',
    ['BCN-FLR vueling announced 2024-05-02', 'BCN-BRI vueling announced 2024-05-02'],
  ],
  ["Icelandair's Edinburgh–Reykjavik flights come back between 1 and 30 September.", ['EDI-KEF icelandair announced 2024-09']],
  ['JetBlue will fly from Syracuse, New York, to Fort Lauderdale on June 13.', ['SYR-FLL jetblue announced 2024-06-13']],
  ['Last month Volotea had asked to fly between Nantes and Faro.', []],
  ['Volotea has begun to fly from Nantes to Faro.', ['NTE-FAO volotea launched undated']],
  ['On Thursday Volotea became the first airline to fly from Nantes to Faro.', ['NTE-FAO volotea launched 2024-02-08']],
  ["Iberia's subsidiary Air Nostrum will fly between Seville and Porto from 3 May.", ['SVQ-OPO air-nostrum announced 2024-05-03']],
  ['On 1 February Volotea announced flights between Nantes and Faro; they begin on 7 June.', ['NTE-FAO volotea announced 2024-06-07']],
  ['Volotea announced flights from Nantes to Faro, on the Portuguese coast, today.', ['NTE-FAO volotea announced undated']],
  ['Flights of Bergen Airways will link Nantes with Faro from 7 June.', ['NTE-FAO nobody announced 2024-06-07']],
  [
    'The Nantes–Faro flights of Volotea run until June 9. Air Nostrum will fly from Seville to Porto from 3 May.',
    ['SVQ-OPO air-nostrum announced 2024-05-03'],
  ],
  ['Faro will be linked directly with Nantes by Volotea from 7 June.', ['FAO-NTE volotea announced 2024-06-07']],
  [
    'Volotea will fly from Nantes to two cities in Portugal, Faro and Porto, from 7 June.',
    ['NTE-FAO volotea announced 2024-06-07', 'NTE-OPO volotea announced 2024-06-07'],
  ],
  ['From Nantes Volotea will open its tenth destination, Faro, on 7 June.', ['NTE-FAO volotea announced 2024-06-07']],
  ['Volotea will cancel its flights from Nantes to Faro. That is from 7 June.', ['NTE-FAO volotea cancelled 2024-06-07']],
  ['Volotea has cancelled its service between Nantes and Faro. Its last flights are on 14 May.', ['NTE-FAO volotea cancelled 2024-05-15']],
  [
    'Volotea opens three routes.\nThe first passenger flight is on 7 June.\nNantes - Faro - Nantes, twice a week.\nNantes - Bari - Nantes, once a week.\nNantes - Cork - Nantes, daily.',
    ['NTE-FAO volotea announced 2024-06-07', 'NTE-BRI volotea announced 2024-06-07', 'NTE-ORK volotea announced 2024-06-07'],
  ],
  [
    'From Nantes Volotea grows, too. In Europe, Faro and Bari are added on 7 June.',
    ['NTE-FAO volotea announced 2024-06-07', 'NTE-BRI volotea announced 2024-06-07'],
  ],
  ['Volotea will soon fly again from Nantes to Faro. The flights were stopped on 1 April.', ['NTE-FAO volotea announced undated']],
  ['Flights to Faro will be offered by Volotea from 7 June, Nantes airport announced.', ['NTE-FAO volotea announced 2024-06-07']],
  ['Volotea flights were launched from Nantes airport to Faro on 2 February.', ['NTE-FAO volotea launched 2024-02-02']],
  [
    'Nantes Airport will have new services of Volotea to Faro and Bari.',
    ['NTE-FAO volotea announced undated', 'NTE-BRI volotea announced undated'],
  ],
  [
    'SriLankan Airlines will fly from Colombo Bandaranaike International Airport (BIA) to Kathmandu on 3 May.',
    ['CMB-KTM srilankan-airlines announced 2024-05-03'],
  ],
  ["Volotea's Nantes–Faro flights are no longer operated.", ['NTE-FAO volotea cancelled undated']],
  ['Claims that Volotea has suspended its flights from Nantes to Faro were refuted.', []],
  [
    'Volotea adds two destinations from Nantes, namely Faro and Bari.',
    ['NTE-FAO volotea announced undated', 'NTE-BRI volotea announced undated'],
  ],
  ['For the first time there will be flights from Nantes to Faro, by Volotea, from 7 June.', ['NTE-FAO volotea announced 2024-06-07']],
  ["US-Bangla Airlines will fly from Dhaka to Cox's Bazar on 7 June.", ['DAC-CXB us-bangla-airlines announced 2024-06-07']],
  ['Dublin-owned Ryanair will fly from Nantes to Faro on 7 June.', ['NTE-FAO ryanair announced 2024-06-07']],
  ['Delhi, Feb 9 (PTI) From March 10 Air Astana will fly from Almaty to Delhi.', ['ALA-DEL air-astana announced 2024-03-10']],
  ['JAKARTA Feb 9 The first AirAsia flight between Bali and Hobart has been delayed indefinitely.', ['DPS-HBA airasia postponed undated']],
  ['Volotea starts flights from Nantes to Faro on 6 February.', ['NTE-FAO volotea launched 2024-02-06']],
  ['All flights of Volotea between Nantes and Faro will end in April.', ['NTE-FAO volotea cancelled 2024-04']],
  ['Volotea opens a new flight from Nantes to Faro. It will be held since 26 October 2024.', ['NTE-FAO volotea announced 2024-10-26']],
  ['Volotea closes its route from Nantes to Faro on 3 May.', ['NTE-FAO volotea cancelled 2024-05-03']],
  ['Volotea re-operates the Nantes–Faro route from 3 May.', ['NTE-FAO volotea announced 2024-05-03']],
  [
    'Two new routes from Nantes were put into operation by Volotea on 2 February, to Faro and to Bari.',
    ['NTE-FAO volotea launched 2024-02-02', 'NTE-BRI volotea launched 2024-02-02'],
  ],
  [
    'Wizz Air changes its plans.\nThe following flights have been postponed:\n- Cologne to Skopje until 18 December.\n- Memmingen to Skopje until 12 January.',
    ['CGN-SKP wizz-air postponed 2024-12-18', 'FMM-SKP wizz-air postponed 2025-01-12'],
  ],
  [
    'From 3 May the following routes of Volotea are suspended:\n• Nantes – Faro\n• Nantes – Bari',
    ['NTE-FAO volotea suspended 2024-05-03', 'NTE-BRI volotea suspended 2024-05-03'],
  ],
  [
    'Africa World Airlines will fly from Accra to the Nnamdi Azikiwe International Airport (NAIA) in Abuja on 3 May.',
    ['ACC-ABV africa-world-airlines announced 2024-05-03'],
  ],
  ['Volotea announced flights from Nantes to Bari. The first is to leave on 21 March.', ['NTE-BRI volotea announced 2024-03-21']],
  ['Volotea announced the end of its Nantes–Faro flights.', ['NTE-FAO volotea cancelled undated']],
  [
    'Volotea opens routes between Nantes and Faro, Nantes and Bari.',
    ['NTE-FAO volotea announced undated', 'NTE-BRI volotea announced undated'],
  ],
  [
    '• Volotea starts flights from Nantes to Oran on 3 May.\n• Ryanair is adding a route between Porto and Faro.',
    ['NTE-ORN volotea announced 2024-05-03', 'OPO-FAO ryanair announced undated'],
  ],
  [
    'Volotea launched its maiden flight from Nantes to Faro on Monday, resuming a link between the two cities.',
    ['NTE-FAO volotea launched 2024-02-05'],
  ],
  ['Volotea will continue flying between Nantes and Faro from November.', []],
  ['Volotea has flown on every day since it started flights between Nantes and Faro in 2022.', []],
  ['Volotea will suspend all flights, except one between Nantes and Faro.', []],
  [
    'Volotea will increase the frequency of the Nantes–Faro and Nantes–Bari routes, but suspend Nantes–Split.',
    ['NTE-SPU volotea suspended undated'],
  ],
  [
    'Volotea said it would resume flights with Portugal from 3 May. Flights between Nantes and Faro were suspended because of the pandemic.',
    ['NTE-FAO volotea announced 2024-05-03'],
  ],
  ['Loganair will fly to Kirkwall from 3 May.', []],
  ['Volotea plans to reduce flights from Nantes to Faro and Bari.', []],
  ['A new route between Nantes and Faro opened on Monday. Volotea operates it daily.', ['NTE-FAO volotea launched 2024-02-05']],
  ['From Nantes the airline now flies to Faro, Bari, Split and Cork.', []],
  [
    'Volotea confirmed the following suspensions:\n- Nantes–Faro\n- Nantes–Bari',
    ['NTE-FAO volotea suspended undated', 'NTE-BRI volotea suspended undated'],
  ],
  [
    'InterCaribbean Airways will fly from Dominica to George F. L. Charles Airport (SLU) on 3 May.',
    ['DOM-SLU intercaribbean-airways announced 2024-05-03'],
  ],
];
